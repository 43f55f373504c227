import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openHttpSender, type HttpRequest, type HttpSenderOptions } from './http-sender.js';

const atOnce = 50;

/** Enough to get the code compiled, and few for a light load. */
export const warmUpRequests = (highestRatePerSecond: number): number => Math.min(3_000, 10 * highestRatePerSecond);

/**
 * Sends requests to a server in this process before the first one that counts. Code is compiled once it has run a few
 * thousand times; a generator that is still cold in its first second would send late and measure itself.
 */
export async function warmUp(
  options: Omit<HttpSenderOptions, 'origin'>,
  requests: number,
  make: (n: number) => HttpRequest,
): Promise<void> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(`{"${options.idField}":"warm-up"}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sender = openHttpSender({ ...options, origin, connections: atOnce });
  let n = 0;
  const client = async () => {
    while (n < requests) await sender.send(make(n++));
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  await sender.close();
  server.close();
  server.closeAllConnections();
}
