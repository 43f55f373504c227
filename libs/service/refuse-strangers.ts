import type { Guard } from '#guard';
import type { FastifyInstance } from 'fastify';
import { Problem, sendProblem } from './problem.js';

/** Puts the guard before everything a listener does: before a body is read, and on paths that do not exist, too. */
export function refuseStrangers(fastify: Pick<FastifyInstance, 'addHook'>, guard: Guard): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, headers, raw } = request;
    const refusal = guard.refusalOf({ method, headers, localAddress: raw.socket.localAddress });
    if (!refusal) return done();
    // A body that nobody will read: the connection ends with the answer.
    void reply.header('connection', 'close');
    sendProblem(reply, new Problem(refusal.status, refusal.detail));
  });
}
