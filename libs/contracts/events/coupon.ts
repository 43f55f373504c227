import Type from 'typebox';
import { defineEvent } from '../event.js';

/** The order's coupon was redeemed, once. */
export const couponRedeemed = defineEvent({
  type: 'coupon.redeemed',
  version: 1,
  owner: 'coupon',
  key: 'orderId',
  schema: Type.Object({
    orderId: Type.String(),
    couponCode: Type.String(),
    discountWon: Type.Integer({ minimum: 0 }),
  }),
});

/** The order's coupon was refused: a business outcome, not an error. */
export const couponRefused = defineEvent({
  type: 'coupon.refused',
  version: 1,
  owner: 'coupon',
  key: 'orderId',
  schema: Type.Object({
    orderId: Type.String(),
    couponCode: Type.String(),
    reason: Type.Union([Type.Literal('unknown'), Type.Literal('used-up')]),
  }),
});
