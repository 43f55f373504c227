import Type from 'typebox';
import { defineEvent } from '../event.js';

/** Limits of one order. The largest total stays below 2^53 won, so that no amount is ever rounded. */
export const orderLimits = { items: 100, quantity: 1_000, priceWon: 100_000_000 } as const;

export const TotalWon = Type.Integer({
  minimum: 0,
  maximum: orderLimits.items * orderLimits.quantity * orderLimits.priceWon,
});

/** Identifiers typed by people: ASCII letters and digits with . _ - inside, which no database or log can mangle. */
export const Code = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });

export const OrderItem = Type.Object(
  {
    sku: Code,
    quantity: Type.Integer({ minimum: 1, maximum: orderLimits.quantity }),
    priceWon: Type.Integer({ minimum: 0, maximum: orderLimits.priceWon }),
  },
  { additionalProperties: false },
);

/** An order was accepted and stored. The order service does not know its consumers. */
export const orderPlaced = defineEvent({
  type: 'order.placed',
  version: 1,
  owner: 'order',
  key: 'orderId',
  schema: Type.Object({
    orderId: Type.String(),
    memberId: Type.String(),
    items: Type.Array(OrderItem, { minItems: 1, maxItems: orderLimits.items }),
    totalWon: TotalWon,
    couponCode: Type.Optional(Code),
    placedAt: Type.String({ description: 'ISO 8601, UTC' }),
  }),
});
