/** The driver's messages for a server that accepted a connection or a statement and never responded. */
const timeOut = /^(Query read timeout|timeout expired|Connection terminated due to connection timeout)/;

/** Refused without trying: the server has not responded to others, and a probe is already running. */
export class ServerSilent extends Error {
  constructor() {
    super('the server does not respond');
    this.name = 'ServerSilent';
  }
}

/**
 * A circuit breaker for a server that hangs. Once it has timed out, one caller at a time probes it, and all others are refused at
 * once instead of waiting for the same timeout.
 */
export class Silence {
  private silent = false;
  private asking = false;

  /** @throws ServerSilent, or what `ask` throws */
  async watch<T>(ask: () => Promise<T>): Promise<T> {
    const asksForAll = this.silent;
    if (asksForAll && this.asking) throw new ServerSilent();
    if (asksForAll) this.asking = true;
    try {
      const answer = await ask();
      this.silent = false;
      return answer;
    } catch (error) {
      // An error from the server is a response too; an exhausted pool says nothing about the server.
      if (timeOut.test((error as Error).message)) this.silent = true;
      else if (/^[0-9A-Z]{5}$/.test((error as { code?: string }).code ?? '')) this.silent = false;
      throw error;
    } finally {
      if (asksForAll) this.asking = false;
    }
  }
}
