import type { FastifyInstance } from 'fastify';

/**
 * Lets a stop wait for requests under way, and not for their connections. Node closes the connections that are idle when a
 * server stops; those that are busy then it would keep after their answer for the whole keep-alive time, 72 s in Fastify.
 */
export function letGoOnStop(fastify: Pick<FastifyInstance, 'addHook' | 'server'>): void {
  fastify.addHook('preClose', (done) => {
    fastify.server.keepAliveTimeout = 1; // 0 would be for ever
    fastify.server.keepAliveTimeoutBuffer = 0;
    done();
  });
}
