import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyListenOptions } from 'fastify';

/** Callers whose connection the kernel keeps until it is taken; a longer row is cut to net.core.somaxconn. Node's own is 511. */
const backlog = 4_096;
/** Callers at once: twice what a rush brings. One more is hung up on, or a page that opens connections would take all memory. */
const mostCallers = 8_192;
/** Linux shares callers out among sockets of one port; elsewhere (macOS) it cannot be had, and one socket must do. */
const sockets = process.platform === 'linux' ? 64 : 1;

export interface CrowdDoors {
  /**
   * @param address port 0 for any free one
   * @param listen how the instance is made to listen, where that is not its own business
   * @returns the port
   * @throws what listen throws; nothing listens then
   */
  listen(
    address: { host: string; port: number },
    listen?: (options: FastifyListenOptions) => Promise<unknown>,
  ): Promise<number>;
}

/**
 * Listens as `fastify.listen` does, for callers who come all at once. Node takes one new connection from a listening socket
 * in each turn of its event loop (libuv since 1.45). A busy loop turns ten to fifty times a second: new callers would wait for
 * seconds beside old ones that are answered in milliseconds, and past the backlog the kernel drops them, to call again after
 * one second. Several sockets on one port take as many in each turn. To be called before the instance is ready.
 *
 * A stop waits for the requests under way, by whichever door they came in, and not for their connections. Node closes those that
 * are idle then; a busy one it would keep after its answer for the whole keep-alive time, 72 s in Fastify.
 */
export function doorsForACrowd(fastify: FastifyInstance, most = mostCallers): CrowdDoors {
  const take = { allowHalfOpen: true, noDelay: true }; // as node:http takes them
  const doors = Array.from({ length: sockets - 1 }, () =>
    createServer(take, (socket) => fastify.server.emit('connection', socket)),
  );
  let callers = 0;
  // Not by the sockets' own maxConnections: each would count its own.
  fastify.server.on('connection', (socket) => {
    callers += 1;
    socket.once('close', () => (callers -= 1));
    if (callers > most) socket.destroy();
  });
  let closed: Promise<unknown> | undefined;
  fastify.addHook('preClose', (done) => {
    fastify.server.keepAliveTimeout = 1; // 0 would be for ever
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
