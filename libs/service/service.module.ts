import { Global, Module, type DynamicModule } from '@nestjs/common';
import { absenceOf, migrate, openDatabase, type Migration, type RequestLimits } from '#database';
import { messagingMigrations, openKafka, openMessaging, type Reaction } from '#messaging';
import { createLog, messagingObserver, type Log } from '#telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig, type ServiceConfig } from './config.js';
import { FaultSwitch } from './fault-switch.js';
import { OperationsHttp } from './operations.http.js';
import { Service } from './service.js';

/** What a service is made of, apart from its HTTP controllers. Read it as: has these tables, reacts to these events. */
export interface ServiceDefinition {
  name: string;
  /** Tables of its own. Given, the service has a database, an outbox and an inbox. */
  migrations?: readonly Migration[];
  /**
   * Everything it consumes; none makes a service that only publishes. A function when the reactions need something of the
   * service's settings.
   */
  reactions?: readonly Reaction[] | ((config: ServiceConfig) => Promise<readonly Reaction[]>);
}

/** The definition in the module that a service is made of, for those who compare it with what is written elsewhere. */
export const serviceDefinition = Symbol('service definition');

/** Brings the database to its newest form and joins broker, outbox and reactions to it; consuming starts later. */
async function openService(definition: ServiceDefinition): Promise<Service> {
  const config = readConfig(definition.name);
  const log = createLog(definition.name);
  const faults = new FaultSwitch();
  if (!definition.migrations) return new Service(config, log, faults, undefined);

  if (!config.databaseUrl) throw new Error(`${definition.name} cannot start: DATABASE_URL is not set`);
  if (config.kafkaBrokers.length === 0) throw new Error(`${definition.name} cannot start: KAFKA_BROKERS is not set`);
  const database = openDatabase({ url: config.databaseUrl, applicationName: definition.name }, (error) =>
    log.warn({ err: error }, 'a database connection was lost; the next query opens another'),
  );
  const migrations = [...messagingMigrations, ...definition.migrations];
  await onceThere(log, () => migrate(database, migrations));
  // What is done before the service is open may take its time: nobody waits for an answer.
  let limits: RequestLimits | undefined;
  const requests = database.forRequests(() => limits);
  const clientId = `${definition.name}-${process.pid}`;
  const observer = messagingObserver(definition.name, { clientId });
  const broker = openKafka({ brokers: [...config.kafkaBrokers], clientId, observer, log });
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

/** Somebody waits for the answer: better a quick 503 than one that nobody hears any more. */
const requestLimits: RequestLimits = { statementMs: 3_000, mostWaiting: 5_000 };

const askAgainAfterMs = 500;

/** A database that is away when the service starts is waited for, as the brokers are. */
async function onceThere(log: Log, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!absenceOf(error)) throw error;
      if (attempt === 1) log.warn({ err: error }, 'the database does not answer yet; trying on');
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
