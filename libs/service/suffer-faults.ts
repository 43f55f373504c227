import { operationsPaths } from '#contracts';
import type { FastifyInstance } from 'fastify';
import { InjectedFault, type FaultSwitch } from './fault-switch.js';
import { sendProblem, Unavailable } from './problem.js';

/** Slows down or fails the share of requests that the fault switch is set to. Costs nothing while it is off. */
export function sufferFaults(fastify: Pick<FastifyInstance, 'addHook'>, faults: FaultSwitch): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!faults.current().http || operationsPaths.has(request.url.split('?')[0] ?? '')) return done();
    faults.beforeRequest().then(
      () => done(),
      (error: unknown) => {
        if (error instanceof InjectedFault)
          sendProblem(reply, new Unavailable('The request failed because of an injected fault.', 'fault', false));
        else done(error as Error);
      },
    );
  });
}
