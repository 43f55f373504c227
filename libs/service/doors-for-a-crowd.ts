import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyListenOptions } from 'fastify';

/** Length of the accept queue; the kernel limits it to net.core.somaxconn. Node's default is 511. */
const backlog = 4_096;
/** Maximum connections: twice what a rush brings. Further ones are closed, or a page that opens connections could use up all memory. */
const mostCallers = 8_192;
/** Linux distributes connections among the sockets of one port; elsewhere (macOS) that is not available, and one socket must do. */
const sockets = process.platform === 'linux' ? 64 : 1;

export interface CrowdDoors {
  /**
   * @param address port 0 for any free one
   * @param listen how to make the instance listen, if not by `fastify.listen`
   * @returns the port
   * @throws what listen throws; then nothing is left listening
   */
  listen(
    address: { host: string; port: number },
    listen?: (options: FastifyListenOptions) => Promise<unknown>,
  ): Promise<number>;
}

/**
 * Listens like `fastify.listen`, for many clients that connect at once. Node accepts one new connection per listening socket in each
 * turn of its event loop (libuv since 1.45). A busy loop turns ten to fifty times a second: new clients would wait for seconds next
 * to established ones that are answered in milliseconds, and beyond the backlog the kernel drops them, so that they retry after a
 * second. Several sockets on one port accept as many connections per turn. Call it before the instance is ready.
 *
 * A stop waits for requests in progress on every socket, but not for their connections. Node closes idle ones; it would keep a busy
 * one open after its response for the whole keep-alive timeout, 72 s in Fastify.
 */
export function doorsForACrowd(fastify: FastifyInstance, most = mostCallers): CrowdDoors {
  const take = { allowHalfOpen: true, noDelay: true }; // as node:http does
  const doors = Array.from({ length: sockets - 1 }, () =>
    createServer(take, (socket) => fastify.server.emit('connection', socket)),
  );
  let callers = 0;
  // Not by the sockets' maxConnections: each would only count its own.
  fastify.server.on('connection', (socket) => {
    callers += 1;
    socket.once('close', () => (callers -= 1));
    if (callers > most) socket.destroy();
  });
  let closed: Promise<unknown> | undefined;
  fastify.addHook('preClose', (done) => {
    fastify.server.keepAliveTimeout = 1; // 0 would mean no timeout
    fastify.server.keepAliveTimeoutBuffer = 0;
    closed = Promise.all(doors.filter(({ listening }) => listening).map((door) => once(door.close(), 'close')));
    done();
  });
  fastify.addHook('onClose', async () => void (await closed));
  return {
    async listen({ host, port }, listen = (options) => fastify.listen(options)) {
      const options = { host, backlog, reusePort: sockets > 1 };
      await listen({ ...options, port });
      const address = fastify.server.address() as AddressInfo;
      try {
        await Promise.all(doors.map((door) => once(door.listen({ ...options, port: address.port }), 'listening')));
      } catch (error) {
        await fastify.close();
        throw error;
      }
      return address.port;
    },
  };
}
