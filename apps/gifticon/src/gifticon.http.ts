import { Controller, Get, Param } from '@nestjs/common';
import { Problem, Service } from '#service';
import { findStock, type Stock } from './gifticon.table.js';

@Controller('giveaways')
export class GifticonHttp {
  constructor(private readonly service: Service) {}

  /** The progress of issuing. */
  @Get(':sku')
  async get(@Param('sku') sku: string): Promise<Stock & { issued: number }> {
    const [stock] = await findStock(this.service.database, [sku]);
    if (!stock) throw new Problem(404, `There is no give-away ${sku.slice(0, 64)}.`, [], { reason: 'unknown-product' });
    return { ...stock, issued: stock.vouchers - stock.vouchersLeft };
  }
}
