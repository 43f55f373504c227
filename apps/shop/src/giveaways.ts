import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { giveawayOpened } from '#contracts';
import { afterStoring } from '#database';
import { Service } from '#service';
import type { Giveaway, KnownGiveaway } from './giveaway.js';
import { insertGiveaway, listGiveaways } from './giveaway.table.js';

/** The give-away that exists from the first start. */
const christmas: Giveaway = {
  sku: 'christmas',
  vouchers: 10_000,
  members: 20_000,
  providerLatencyMs: 0,
  vouchersPerSecond: 0,
};

const lookAgainAfterMs = 200;

/** The give-aways, cached in memory, because every request of the rush is checked against one. Their terms never change. */
@Injectable()
export class Giveaways implements OnApplicationBootstrap {
  private bySku = new Map<string, KnownGiveaway>();
  private looking: Promise<void> | undefined;
  private lookedAt = 0;

  constructor(private readonly service: Service) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.load();
    if (!this.bySku.has(christmas.sku)) await this.open(christmas);
  }

  /** The cached give-away. One that is not stocked yet is refreshed in the background. */
  get(sku: string): KnownGiveaway | undefined {
    const giveaway = this.bySku.get(sku);
    if (giveaway && !giveaway.stocked && performance.now() - this.lookedAt > lookAgainAfterMs) {
      this.load().catch((error: unknown) => this.service.log.warn({ err: error }, 'give-aways could not be read'));
    }
    return giveaway;
  }

  /** Like get, but from the database. */
  async find(sku: string): Promise<KnownGiveaway | undefined> {
    // A query in progress may have started too early.
    await this.looking;
    await this.load();
    return this.bySku.get(sku);
  }

  /** Opens a give-away and publishes that. @returns the one that is open under this sku, which may be an earlier one */
  async open(giveaway: Giveaway): Promise<Giveaway> {
    await this.service.messaging.inScope(async ({ transaction, publish }) => {
      if (await insertGiveaway(transaction, giveaway)) publish(giveawayOpened, giveaway);
    });
    return (await afterStoring(() => this.find(giveaway.sku))) ?? giveaway;
  }

  private load(): Promise<void> {
    this.looking ??= listGiveaways(this.service.database)
      .then((giveaways) => {
        this.bySku = new Map(giveaways.map((giveaway) => [giveaway.sku, giveaway]));
      })
      .finally(() => {
        this.lookedAt = performance.now();
        this.looking = undefined;
      });
    return this.looking;
  }
}
