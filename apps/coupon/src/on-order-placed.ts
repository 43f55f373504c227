import { orderPlaced } from '#contracts';
import { reaction } from '#messaging';
import { redeemCoupon } from './redeem-coupon.js';

/** Most orders have no coupon and need nothing. */
export const onOrderPlaced = reaction(orderPlaced, 'redeem-coupon', async (event, scope) => {
  const { orderId, couponCode } = event.data;
  if (couponCode !== undefined) await redeemCoupon(scope, { orderId, couponCode });
});
