import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Guard } from '#guard';
import { createLog, observeHttp, stopTracing } from '#telemetry';
import { bodyLimitBytes, readJsonBodies } from './json-body.js';
import { doorsForACrowd } from './doors-for-a-crowd.js';
import { openApiOf } from './openapi.js';
import { operationsOf } from './operations-of.js';
import { ordinaryPatience, type Patience } from './patience.js';
import { ProblemFilter } from './problem.js';
import { refuseNul, unreadable } from './refuse-unreadable.js';
import { refuseStrangers } from './refuse-strangers.js';
import { Service } from './service.js';
import { sufferFaults } from './suffer-faults.js';

/**
 * Starts a service and keeps it running until SIGTERM or SIGINT. Start order: database and topics exist, consumers join, HTTP
 * listens. Stop order is the reverse: the last request is answered, the current batch is committed, the outbox is left for the next
 * start, spans are exported.
 *
 * A failed start logs the reason in one line and exits with 1.
 */
export async function startService(name: string, module: Type, patience = ordinaryPatience): Promise<void> {
  const log = createLog(name);
  try {
    const app = await openApp(module, patience);
    const service = app.get(Service);
    const fastify = app.getHttpAdapter().getInstance();
    observeHttp(fastify);
    refuseStrangers(fastify, new Guard(service.config.allowedHosts));
    refuseNul(fastify);
    sufferFaults(fastify, service.faults);
    const document = openApiOf(name, controllersOf(app).flatMap(operationsOf));
    fastify.get('/openapi.json', () => document);
    const doors = doorsForACrowd(fastify);
    readJsonBodies(fastify);
    app.useGlobalFilters(new ProblemFilter(log));
    await service.start();
    await doors.listen({ host: service.config.host, port: service.config.port }, (options) => app.listen(options));
    service.opened();
    stopOnSignal(app, () => log.info('stopped'));
    log.info({ host: service.config.host, port: service.config.port }, 'listening');
  } catch (error) {
    log.fatal({ err: error }, `${name} could not start`);
    await stopTracing();
    process.exit(1);
  }
}

function openApp(module: Type, patience: Patience): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...patience,
    ...unreadable,
    bodyLimit: bodyLimitBytes,
    // A client that keeps its connection open must not delay a stop.
    forceCloseConnections: 'idle',
    // Requests are identified by their trace; Fastify's own counter would be a second id.
    genReqId: () => '',
  });
  return NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
}

const controllersOf = (app: NestFastifyApplication): Type[] =>
  [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype as Type),
  );

/** One signal drains; if that takes too long, the stack that started this process kills it. */
function stopOnSignal(app: NestFastifyApplication, stopped: () => void): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close();
    stopped();
    await stopTracing();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}
