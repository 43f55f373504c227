import { inClientSpan } from '#telemetry';
import { connect as openSocket, type Socket } from 'node:net';
import { Agent, request } from 'undici';

/**
 * Calls other services of the stack, with kept-alive connections, a time limit and a CLIENT span for each call. The trace
 * continues in the called service.
 */
export class PartClient {
  private readonly agent: Agent;

  /**
   * @param timeoutMs limit of a whole call, and of connecting
   * @param dial opens each connection; directly by default
   */
  constructor(
    private readonly timeoutMs: number,
    dial: (to: { host: string; port: number }) => Socket = openSocket,
  ) {
    this.agent = new Agent({
      connections: 128,
      connect: ({ hostname, port }, connected) => {
        const socket = dial({ host: hostname, port: Number(port) }).setNoDelay(true);
        const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), timeoutMs);
        socket
          .once('connect', () => (clearTimeout(timer), connected(null, socket)))
          .once('error', (error) => (clearTimeout(timer), connected(error, null)));
      },
    });
  }

  /**
   * POSTs JSON, once.
   * @param part its name, shown as its node in Zipkin's dependency graph
   * @param url including the path, such as http://127.0.0.1:17002/points
   * @returns the status of the response, whatever it is
   * @throws an Error named TimeoutError if there was no response in time; any other error if the part could not be reached
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
