import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { Problem, sendProblem, toProblem } from './problem.js';

/** By Node's error code for an invalid request; anything else is a 400. */
const statusOf: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Problem details for requests that Fastify and Node reject before any hook runs. */
export const unreadable = {
  // A path that cannot be decoded, or with a segment that is too long.
  frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
  // Invalid HTTP, headers that are too long, or a request that was never completed.
  clientErrorHandler(error, socket) {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
    const status = statusOf[error.code] ?? 400;
    const title = STATUS_CODES[status] ?? 'Bad Request';
    const body = JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail: 'The request cannot be parsed.',
    });
    socket.end(
      `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  },
} as const satisfies FastifyServerOptions;

/** No identifier contains a NUL, and no database accepts one, so such a path or query cannot match anything. */
export function refuseNul(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { params, query } = request as { params?: Record<string, unknown>; query?: Record<string, unknown> };
    const texts: unknown[] = [...Object.values(params ?? {}), ...Object.entries(query ?? {}).flat(2)];
    if (!texts.some((text) => typeof text === 'string' && text.includes('\0'))) return done();
    sendProblem(reply, new Problem(400, 'The address contains a NUL character.'));
  });
}
