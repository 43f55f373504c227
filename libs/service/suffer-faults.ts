import { operationsPaths } from '#contracts';
import type { FastifyInstance } from 'fastify';
import { InjectedFault, type FaultSwitch } from './fault-switch.js';
import { sendProblem, Unavailable } from './problem.js';

/** Makes the share of requests slow or fail that the fault switch asks for. Costs nothing while it asks for none. */
export function sufferFaults(fastify: Pick<FastifyInstance, 'addHook'>, faults: FaultSwitch): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!faults.current().http || operationsPaths.has(request.url.split('?')[0] ?? '')) return done();
    faults.beforeRequest().then(
      () => done(),
      (error: unknown) => {
        if (error instanceof InjectedFault)
          sendProblem(reply, new Unavailable('It was failed on purpose: the fault switch is on.', 'fault', false));
        else done(error as Error);
      },
    );
  });
}
