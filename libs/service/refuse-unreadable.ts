import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { Problem, sendProblem, toProblem } from './problem.js';

/** By what Node says of a request that is none; anything else is a 400. */
const statusOf: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** For what Fastify and Node refuse before any hook is reached: also problem details. */
export const unreadable = {
  // A path that cannot be decoded, or has a part that is too long.
  frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
  // Bytes that are no HTTP, headers that are too long, a request that never came to its end.
  clientErrorHandler(error, socket) {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
    const status = statusOf[error.code] ?? 400;
    const title = STATUS_CODES[status] ?? 'Bad Request';
    const body = JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail: 'This is not a request that can be read.',
    });
    socket.end(
      `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  },
} as const satisfies FastifyServerOptions;

/** No name of ours holds a NUL, and no database takes one: a path or a query with it names nothing. */
export function refuseNul(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { params, query } = request as { params?: Record<string, unknown>; query?: Record<string, unknown> };
    const texts: unknown[] = [...Object.values(params ?? {}), ...Object.entries(query ?? {}).flat(2)];
    if (!texts.some((text) => typeof text === 'string' && text.includes('\0'))) return done();
    sendProblem(reply, new Problem(400, 'The address holds a NUL, which names nothing.'));
  });
}
