import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { migrate, openDatabase, type Database, type Migration } from '#database';
import { messagingMigrations, openKafka, openMessaging, type Broker, type Messaging, type Reaction } from '#messaging';
import { createLog, messagingObserver, type Log } from '#telemetry';
import { readConfig, type ServiceConfig } from './config.js';
import { FaultSwitch } from './fault-switch.js';
import { OperationsHttp } from './operations.http.js';

/** What a service is made of, apart from its HTTP controllers. Read it as: has these tables, reacts to these events. */
export interface ServiceDefinition {
  name: string;
  /** Tables of its own. Given, the service has a database, an outbox and an inbox. */
  migrations?: readonly Migration[];
  /** Everything it consumes; none makes a service that only publishes. */
  reactions?: readonly Reaction[];
}

/** What the files of a service are handed. Without migrations there is no database and no messaging. */
export class Service implements OnApplicationShutdown {
  constructor(
    readonly config: ServiceConfig,
    readonly log: Log,
    readonly faults: FaultSwitch,
    private readonly store: { database: Database; messaging: Messaging; broker: Broker } | undefined,
  ) {}

  private ownCondition: () => boolean = () => true;

  get database(): Database {
    return this.required().database;
  }

  get messaging(): Messaging {
    return this.required().messaging;
  }

  /** Past the outbox, for what is stored nowhere but on a topic. */
  get broker(): Broker {
    return this.required().broker;
  }

  /** For a service without database and messaging: when else it is ready. Asked at each /readyz. */
  readyWhen(condition: () => boolean): void {
    this.ownCondition = condition;
  }

  /** The state of what this service stands on, found out now. A part it does not have is not listed. */
  async readiness(): Promise<{ ready: boolean; database?: boolean; broker?: boolean; consumers?: boolean }> {
    if (!this.store) return { ready: this.ownCondition() };
    const database = await this.store.database.ping().then(
      () => true,
      () => false,
    );
    const { broker, consumers } = this.store.messaging.healthy();
    return { ready: database && broker && consumers, database, broker, consumers };
  }

  /** Joins the cluster and the consumer groups. Until then nothing is published or handled. */
  async start(): Promise<void> {
    if (!this.store) return;
    await this.store.broker.connect();
    await this.store.messaging.start();
  }

  /** Called by Nest after the last HTTP request was answered: nothing new comes in while the rest is put away. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.store) return;
    await this.store.messaging.stop();
    await this.store.broker.close();
    await this.store.database.close();
  }

  private required(): NonNullable<typeof this.store> {
    if (!this.store) throw new Error(`${this.config.name} has no migrations, so it has no database and no messaging`);
    return this.store;
  }
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
  const messaging = openMessaging({
    service: definition.name,
    clientId,
    broker,
    database,
    observer,
    log,
    reactions: definition.reactions ?? [],
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
