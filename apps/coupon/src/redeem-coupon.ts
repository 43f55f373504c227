import { couponRedeemed, couponRefused } from '#contracts';
import type { ReactionScope } from '#messaging';
import { decide, isLimited, type Redemption } from './coupon.js';
import { findCoupon, insertRedemption, takeUse } from './coupon.table.js';

/** Decides about an order's coupon, stores the decision and publishes it. */
export async function redeemCoupon(
  { transaction, publish }: ReactionScope,
  order: { orderId: string; couponCode: string },
): Promise<Redemption> {
  const { orderId, couponCode } = order;
  const coupon = await findCoupon(transaction, couponCode);
  const gotUse = coupon !== undefined && isLimited(coupon) && (await takeUse(transaction, couponCode));
  const redemption = decide(coupon, gotUse);
  await insertRedemption(transaction, { orderId, couponCode, ...redemption });
  if (redemption.outcome === 'redeemed') {
    publish(couponRedeemed, { orderId, couponCode, discountWon: redemption.discountWon });
  } else {
    publish(couponRefused, { orderId, couponCode, reason: redemption.outcome });
  }
  return redemption;
}
