import type { Guard } from '#guard';
import type { FastifyInstance } from 'fastify';
import { Problem, sendProblem } from './problem.js';

/** Runs the guard before anything else: before a body is read, and on unknown paths too. */
export function refuseStrangers(fastify: Pick<FastifyInstance, 'addHook'>, guard: Guard): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, headers, raw } = request;
    const refusal = guard.refusalOf({ method, headers, localAddress: raw.socket.localAddress });
    if (!refusal) return done();
    // The body will not be read: close the connection after the response.
    void reply.header('connection', 'close');
    sendProblem(reply, new Problem(refusal.status, refusal.detail));
  });
}
