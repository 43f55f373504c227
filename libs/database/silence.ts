/** The driver's words for a server that took a connection or a statement and never answered. */
const timeOut = /^(Query read timeout|timeout expired|Connection terminated due to connection timeout)/;

/** Refused without being tried: the server has not answered others, and somebody is asking it already. */
export class ServerSilent extends Error {
  constructor() {
    super('the server does not answer');
    this.name = 'ServerSilent';
  }
}

/**
 * What is known of a server that hangs. Once it has not answered in time, one caller at a time finds out whether it does
 * again, and everybody else is refused at once instead of waiting for the same time-out.
 */
export class Silence {
  private silent = false;
  private asking = false;

  /** @throws ServerSilent, or whatever `ask` throws */
  async watch<T>(ask: () => Promise<T>): Promise<T> {
    const asksForAll = this.silent;
    if (asksForAll && this.asking) throw new ServerSilent();
    if (asksForAll) this.asking = true;
    try {
      const answer = await ask();
      this.silent = false;
      return answer;
    } catch (error) {
      // A refusal is an answer too; that every connection is in use says nothing about the server.
      if (timeOut.test((error as Error).message)) this.silent = true;
      else if (/^[0-9A-Z]{5}$/.test((error as { code?: string }).code ?? '')) this.silent = false;
      throw error;
    } finally {
      if (asksForAll) this.asking = false;
    }
  }
}
