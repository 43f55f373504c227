import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { giveawayOpened } from '#contracts';
import { Service } from '#service';
import type { Giveaway } from './giveaway.js';
import { insertGiveaway, listGiveaways } from './giveaway.table.js';

/** The give-away that is there from the first start. */
const christmas: Giveaway = { sku: 'christmas', vouchers: 10_000, members: 20_000, providerLatencyMs: 0 };

/** The open give-aways, at hand without a query: each wish of the rush is held against one. They are never changed. */
@Injectable()
export class Giveaways implements OnApplicationBootstrap {
  private readonly bySku = new Map<string, Giveaway>();

  constructor(private readonly service: Service) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.load();
    if (!this.bySku.has(christmas.sku)) await this.open(christmas);
  }

  get(sku: string): Giveaway | undefined {
    return this.bySku.get(sku);
  }

  /** Opens a give-away and says so. @returns the one that is open under this sku: another, if it was there before */
  async open(giveaway: Giveaway): Promise<Giveaway> {
    await this.service.messaging.inScope(async ({ transaction, publish }) => {
      if (await insertGiveaway(transaction, giveaway)) publish(giveawayOpened, giveaway);
    });
    await this.load();
    return this.bySku.get(giveaway.sku) ?? giveaway;
  }

  private async load(): Promise<void> {
    for (const giveaway of await listGiveaways(this.service.database)) this.bySku.set(giveaway.sku, giveaway);
  }
}
