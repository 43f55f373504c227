import { Body, Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { Code } from '#contracts';
import { checkedBy, Problem, requiredKey, Service } from '#service';
import Type from 'typebox';
import type { Coupon } from './coupon.js';
import { findCoupon } from './coupon.table.js';
import { redeemCoupon } from './redeem-coupon.js';

const RedemptionBody = Type.Object(
  { orderId: Type.String({ format: 'uuid' }), couponCode: Code },
  { additionalProperties: false },
);

@Controller()
export class CouponHttp {
  constructor(private readonly service: Service) {}

  @Get('coupons/:code')
  async get(@Param('code') code: string): Promise<Coupon> {
    const coupon = await findCoupon(this.service.database, code);
    if (!coupon) throw new Problem(404, `There is no coupon ${code.slice(0, 64)}.`);
    return coupon;
  }

  /** The endpoint of the coupled design. Repeating a call with the same key changes nothing. */
  @Post('redemptions')
  async redeem(
    @Body(checkedBy(RedemptionBody)) order: Type.Static<typeof RedemptionBody>,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ orderId: string }> {
    await this.service.messaging.once('POST /redemptions', requiredKey(key), async (scope) => {
      await redeemCoupon(scope, order);
    });
    return { orderId: order.orderId };
  }
}
