import { Global, Module, type DynamicModule } from '@nestjs/common';
import { absenceOf, migrate, openDatabase, type Migration, type RequestLimits } from '#database';
import { messagingMigrations, openKafka, openMessaging, type Reaction } from '#messaging';
import { createLog, messagingObserver, type Log } from '#telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig, type ServiceConfig } from './config.js';
import { switchAtStart } from './fault-switch.js';
import { OperationsHttp } from './operations.http.js';
import { Service } from './service.js';

/** The definition of a service, apart from its HTTP controllers: it has these tables and reacts to these events. */
export interface ServiceDefinition {
  name: string;
  /** Its tables. With migrations, the service has a database, an outbox and an inbox. */
  migrations?: readonly Migration[];
  /**
   * Everything it consumes; a service without reactions only publishes. A function if the reactions need the service's settings.
   */
  reactions?: readonly Reaction[] | ((config: ServiceConfig) => Promise<readonly Reaction[]>);
}

/** The definition inside a service's module, for tests that compare it with other lists. */
export const serviceDefinition = Symbol('service definition');

/** Migrates the database and connects broker, outbox and reactions to it; consuming starts later. */
async function openService(definition: ServiceDefinition): Promise<Service> {
  const config = readConfig(definition.name);
  const log = createLog(definition.name);
  const faults = switchAtStart(config);
  if (!definition.migrations) return new Service(config, log, faults, undefined);

  if (!config.databaseUrl) throw new Error(`${definition.name} cannot start: DATABASE_URL is not set`);
  if (config.kafkaBrokers.length === 0) throw new Error(`${definition.name} cannot start: KAFKA_BROKERS is not set`);
  const database = openDatabase(
    { url: config.databaseUrl, applicationName: definition.name, socket: () => faults.ways.socket() },
    (error) => log.warn({ err: error }, 'a database connection was lost; the next query opens another'),
  );
  const migrations = [...messagingMigrations, ...definition.migrations];
  await onceThere(log, () => migrate(database, migrations));
  // Before the service is open there is no time limit, because no client is waiting.
  let limits: RequestLimits | undefined;
  const requests = database.forRequests(() => limits);
  const clientId = `${definition.name}-${process.pid}`;
  const observer = messagingObserver(definition.name, { clientId });
  const broker = openKafka({
    brokers: [...config.kafkaBrokers],
    clientId,
    observer,
    log,
    dial: (to) => faults.ways.dial(to),
  });
  const { reactions = [] } = definition;
  const messaging = openMessaging({
    service: definition.name,
    clientId,
    broker,
    database,
    requests,
    observer,
    log,
    reactions: typeof reactions === 'function' ? await reactions(config) : reactions,
    faults,
  });
  return new Service(config, log, faults, {
    ...{ database: requests, messaging, broker },
    opened: () => (limits = requestLimits),
  });
}

/** Limits for work that a client waits for: a quick 503 is better than a late response. */
const requestLimits: RequestLimits = { statementMs: 3_000, mostWaiting: 5_000 };

const askAgainAfterMs = 500;

/** Waits for a database that is unavailable when the service starts, like for the brokers. */
async function onceThere(log: Log, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!absenceOf(error)) throw error;
      if (attempt === 1) log.warn({ err: error }, 'the database does not respond yet; retrying');
      await pause(askAgainAfterMs);
    }
  }
}

@Global()
@Module({})
export class ServiceModule {
  static for(definition: ServiceDefinition): DynamicModule {
    return {
      module: ServiceModule,
      controllers: [OperationsHttp],
      providers: [
        { provide: serviceDefinition, useValue: definition },
        { provide: Service, inject: [serviceDefinition], useFactory: openService },
      ],
      exports: [Service],
    };
  }
}
