import { PartClient } from '#service';
import type { Socket } from 'node:net';

export type Answer = { ok: true } | { ok: false; because: string; timedOut: boolean };

/** Timeout of one call, including connecting. A buyer waits for three calls, each tried at most twice. */
export const callTimeoutMs = 1_000;

/**
 * Calls to the other services, with the usual care: a timeout, and one retry with the same idempotency key, so that a
 * lost response does not double the effect.
 */
export class Neighbours {
  private readonly client: PartClient;

  /**
   * @param urlOf base address of a part, such as http://127.0.0.1:17002
   * @param dial opens each connection
   */
  constructor(
    private readonly urlOf: (part: string) => string,
    dial: (to: { host: string; port: number }) => Socket,
  ) {
    this.client = new PartClient(callTimeoutMs, dial);
  }

  async ask(part: string, path: string, idempotencyKey: string, body: unknown): Promise<Answer> {
    const first = await this.call(part, path, idempotencyKey, body);
    return first.ok ? first : this.call(part, path, idempotencyKey, body);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async call(part: string, path: string, idempotencyKey: string, body: unknown): Promise<Answer> {
    const url = this.urlOf(part) + path;
    try {
      const status = await this.client.post(part, url, { 'idempotency-key': idempotencyKey }, body);
      return status < 300 ? { ok: true } : { ok: false, because: `${part} answered ${status}`, timedOut: false };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      const because = timedOut ? `${part} did not respond within ${callTimeoutMs} ms` : `${part} could not be reached`;
      return { ok: false, because, timedOut };
    }
  }
}
