import { Guard } from '#guard';
import { observeHttp } from '#telemetry';
import Fastify, { type FastifyInstance } from 'fastify';
import { bodyLimitBytes, readJsonBodies } from './json-body.js';
import { openApiOf } from './openapi.js';
import { operationsAddedTo } from './operations-of.js';
import { ordinaryPatience } from './patience.js';
import { FailureLog, Problem, sendProblem, toProblem } from './problem.js';
import { refuseNul, unreadable } from './refuse-unreadable.js';
import { refuseStrangers } from './refuse-strangers.js';
import type { Service } from './service.js';
import { sufferFaults } from './suffer-faults.js';

export interface ThinListenerOptions {
  /** Share of the requests, 0 to 1, that are traced unless the caller has already decided. All have a trace id. */
  tracedShare: number;
}

/**
 * A plain Fastify next to Nest's, for routes under extreme load: the same strict JSON, problem details, metrics, traces and fault
 * switch, without Nest's pipeline. The caller adds routes, listens, and closes it.
 */
export function openThinListener(service: Service, { tracedShare }: ThinListenerOptions): FastifyInstance {
  const fastify = Fastify({
    ...ordinaryPatience,
    ...unreadable,
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    genReqId: () => '',
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.headers.traceparent ??= Math.random() < tracedShare ? undefined : untraced();
    done();
  });
  const operations = operationsAddedTo(fastify);
  observeHttp(fastify);
  refuseStrangers(fastify, new Guard(service.config.allowedHosts));
  refuseNul(fastify);
  sufferFaults(fastify, service.faults);
  readJsonBodies(fastify);
  fastify.get('/openapi.json', () => openApiOf(`${service.config.name}, the rush`, operations));
  const failures = new FailureLog(service.log);
  fastify.setErrorHandler((error, _request, reply) => {
    const problem = toProblem(error);
    failures.note(error, problem);
    sendProblem(reply, problem);
  });
  fastify.setNotFoundHandler((request, reply) => {
    sendProblem(reply, new Problem(404, `Cannot ${request.method} ${request.url.split('?')[0]}`));
  });
  return fastify;
}

const hex = (digits: number): string =>
  Math.floor(Math.random() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');

/** A trace with an id for the response and the log, which is not recorded. */
const untraced = (): string => `00-${hex(8)}${hex(8)}${hex(8)}${hex(7)}1-${hex(8)}${hex(7)}1-00`;
