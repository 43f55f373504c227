import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { couponMigrations } from './coupon.table.js';
import { CouponHttp } from './coupon.http.js';
import { onOrderPlaced } from './on-order-placed.js';

/**
 * The coupon service.
 * - HTTP: GET /coupons/:code, POST /redemptions (for the coupled design)
 * - publishes: coupon.redeemed, coupon.refused
 * - consumes: order.placed
 */
@Module({
  imports: [ServiceModule.for({ name: 'coupon', migrations: couponMigrations, reactions: [onOrderPlaced] })],
  controllers: [CouponHttp],
})
export class CouponModule {}
