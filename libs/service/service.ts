import type { OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '#database';
import type { Broker, Messaging } from '#messaging';
import { currentTraceId, type Log } from '#telemetry';
import type { ServiceConfig } from './config.js';
import type { FaultSwitch } from './fault-switch.js';

/** What the files of a service receive. Without migrations there is no database and no messaging. */
export class Service implements OnApplicationShutdown {
  constructor(
    readonly config: ServiceConfig,
    readonly log: Log,
    readonly faults: FaultSwitch,
    private readonly store:
      { database: Database; messaging: Messaging; broker: Broker; opened: () => void } | undefined,
  ) {}

  private ownCondition: () => boolean = () => true;

  get database(): Database {
    return this.required().database;
  }

  get messaging(): Messaging {
    return this.required().messaging;
  }

  /** Publishes without the outbox, for data that is stored only on a topic. */
  get broker(): Broker {
    return this.required().broker;
  }

  /** The trace of the current request or message, 32 hex digits; undefined outside of one. */
  traceId(): string | undefined {
    return currentTraceId();
  }

  /** An additional readiness check, for a service without database and messaging. Called for each /readyz. */
  readyWhen(condition: () => boolean): void {
    this.ownCondition = condition;
  }

  /** The current state of the service's dependencies. Dependencies it does not have are not listed. */
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

  /** From now on requests arrive, and timeouts apply. */
  opened(): void {
    this.store?.opened();
  }

  /** Called by Nest after the last HTTP request was answered: no new work arrives during the shutdown. */
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
