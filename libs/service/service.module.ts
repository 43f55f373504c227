import { Global, Module, type DynamicModule } from '@nestjs/common';
import { migrate, openDatabase, type Migration } from '#database';
import { messagingMigrations, openKafka, openMessaging, type Reaction } from '#messaging';
import { createLog, messagingObserver } from '#telemetry';
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

/** Brings the database to its newest form and joins broker, outbox and reactions to it; consuming starts later. */
async function openService(definition: ServiceDefinition): Promise<Service> {
  const config = readConfig(definition.name);
  const log = createLog(definition.name);
  const faults = new FaultSwitch();
  if (!definition.migrations) return new Service(config, log, faults, undefined);

  const database = openDatabase({ url: config.databaseUrl ?? '', applicationName: definition.name }, (error) =>
    log.warn({ err: error }, 'a database connection was lost; the next query opens another'),
  );
  await migrate(database, [...messagingMigrations, ...definition.migrations]);
  const clientId = `${definition.name}-${process.pid}`;
  const observer = messagingObserver(definition.name, { clientId });
  const broker = openKafka({ brokers: [...config.kafkaBrokers], clientId, observer, log });
  const { reactions = [] } = definition;
  const messaging = openMessaging({
    service: definition.name,
    clientId,
    broker,
    database,
    observer,
    log,
    reactions: typeof reactions === 'function' ? await reactions(config) : reactions,
    faults,
  });
  return new Service(config, log, faults, { database, messaging, broker });
}

@Global()
@Module({})
export class ServiceModule {
  static for(definition: ServiceDefinition): DynamicModule {
    return {
      module: ServiceModule,
      controllers: [OperationsHttp],
      providers: [{ provide: Service, useFactory: () => openService(definition) }],
      exports: [Service],
    };
  }
}
