import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { checker, Code, GiveawayTerms } from '#contracts';
import { checkedBy, Problem, Service } from '#service';
import type { Static } from 'typebox';
import { isDeepStrictEqual } from 'node:util';
import type { Giveaway, KnownGiveaway } from './giveaway.js';
import { directVouchersLeft } from './giveaway.table.js';
import { Giveaways } from './giveaways.js';

const isCode = checker(Code);

@Controller('giveaways')
export class GiveawaysHttp {
  constructor(
    private readonly service: Service,
    private readonly giveaways: Giveaways,
  ) {}

  /** Opens a give-away. Idempotent. */
  @Put(':sku')
  @HttpCode(200)
  async open(
    @Param('sku') sku: string,
    @Body(checkedBy(GiveawayTerms)) terms: Static<typeof GiveawayTerms>,
  ): Promise<Giveaway> {
    if (!isCode(sku).ok) throw new Problem(400, 'A sku has 1 to 64 letters, digits, dots, dashes or underscores.');
    const wanted = { providerLatencyMs: 0, vouchersPerSecond: 0, ...terms, sku };
    const { vouchers, members, providerLatencyMs, vouchersPerSecond } = await this.giveaways.open(wanted);
    const open = { sku, vouchers, members, providerLatencyMs, vouchersPerSecond };
    if (!isDeepStrictEqual(open, { ...wanted })) {
      throw new Problem(409, 'This give-away is already open with different terms. Choose another sku.');
    }
    return open;
  }

  @Get(':sku')
  async get(@Param('sku') sku: string): Promise<KnownGiveaway & { directVouchersLeft: number }> {
    const giveaway = await this.giveaways.find(sku);
    if (!giveaway) {
      throw new Problem(404, `There is no give-away ${sku.slice(0, 64)}.`, [], { reason: 'unknown-product' });
    }
    return { ...giveaway, directVouchersLeft: (await directVouchersLeft(this.service.database, sku)) ?? 0 };
  }
}
