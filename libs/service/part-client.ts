import { inClientSpan } from '#telemetry';
import { Agent, request } from 'undici';

/**
 * Calls to other services of the stack: connections that are kept, one limit of time for connecting and answering, and a
 * span for each call, whose trace goes on in the service that is called.
 */
export class PartClient {
  private readonly agent: Agent;

  constructor(private readonly timeoutMs: number) {
    this.agent = new Agent({ connections: 128, connect: { timeout: timeoutMs } });
  }

  /**
   * POSTs JSON, once.
   * @param part its name, which becomes its node in the graph of services
   * @param url of the part and path, such as http://127.0.0.1:17002/points
   * @returns the status it was answered with, whatever that is
   * @throws Error named TimeoutError when no answer came in time; another when the part could not be reached
   */
  post(part: string, url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<number> {
    return inClientSpan({ peer: part, method: 'POST', url }, async (traceHeaders, answered) => {
      const response = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.timeoutMs),
        headers: { ...headers, ...traceHeaders, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await response.body.dump();
      answered(response.statusCode);
      return response.statusCode;
    });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
