import { couponRedeemed, couponRefused } from '#contracts';
import type { ReactionScope } from '#messaging';
import { findCoupon, insertRedemption, takeUse } from './coupon.table.js';

export type Redemption =
  { outcome: 'redeemed'; discountWon: number } | { outcome: 'unknown' | 'used-up'; discountWon: 0 };

/** Decides about an order's coupon, keeps the decision and says it. A refusal is an answer like any other. */
export async function redeemCoupon(
  { transaction, publish }: ReactionScope,
  order: { orderId: string; couponCode: string },
): Promise<Redemption> {
  const { orderId, couponCode } = order;
  const coupon = await findCoupon(transaction, couponCode);
  let redemption: Redemption;
  if (!coupon) redemption = { outcome: 'unknown', discountWon: 0 };
  else if (coupon.usesLimit === null || (await takeUse(transaction, couponCode))) {
    redemption = { outcome: 'redeemed', discountWon: coupon.discountWon };
  } else redemption = { outcome: 'used-up', discountWon: 0 };

  await insertRedemption(transaction, { orderId, couponCode, ...redemption });
  if (redemption.outcome === 'redeemed') {
    publish(couponRedeemed, { orderId, couponCode, discountWon: redemption.discountWon });
  } else {
    publish(couponRefused, { orderId, couponCode, reason: redemption.outcome });
  }
  return redemption;
}
