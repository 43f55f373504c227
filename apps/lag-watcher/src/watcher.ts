import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { GroupLag } from '#contracts';
import { openKafkaAdmin, type KafkaAdmin } from '#messaging';
import { Service } from '#service';
import { sparing } from './at-rest.js';
import { remakeTopics } from './remake-topics.js';
import { scraper } from './scrape.js';
import { Watch } from './watch.js';

/** The watch of this process: starts and stops with it, and makes it ready only while readings succeed. */
@Injectable()
export class Watcher implements OnModuleInit, OnApplicationShutdown {
  private readonly admin: KafkaAdmin;
  private readonly watch: Watch;

  constructor(service: Service) {
    const { config, log, faults } = service;
    this.admin = openKafkaAdmin({
      brokers: config.kafkaBrokers,
      clientId: `lag-watcher-${process.pid}`,
      log,
      dial: (to) => faults.ways.dial(to),
    });
    const alerting = config.setting('EVENTSTAGE_ALERT_GROUPS', []);
    this.watch = new Watch({
      scrape: sparing(scraper(this.admin, alerting)),
      remake: remakeTopics({ admin: this.admin, log }),
      onChange: (error) =>
        error ? log.warn({ err: error }, 'not all brokers respond') : log.info('all brokers respond again'),
    });
    service.readyWhen(() => this.watch.fresh() !== undefined);
  }

  groups(): readonly GroupLag[] | undefined {
    return this.watch.fresh();
  }

  /** Does not wait for the brokers: without them, the service is up and not ready. */
  onModuleInit(): void {
    void this.admin.connect().then(
      () => this.watch.start(),
      // Rejects only if the process stops before a broker ever answered.
      () => {},
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.watch.stop(), this.admin.close()]);
  }
}
