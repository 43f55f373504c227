import type { Migration, Queries, Transaction } from '#database';
import type { Coupon, Redemption } from './coupon.js';

export const couponMigrations: readonly Migration[] = [
  {
    name: '101-coupons',
    // redemptions deliberately has no unique order_id: the inbox prevents duplicates, and the ledger must be able to see one.
    sql: `
      CREATE TABLE coupons (
        code         text PRIMARY KEY,
        discount_won integer NOT NULL,
        uses_limit   integer,
        uses         integer NOT NULL DEFAULT 0
      );
      INSERT INTO coupons (code, discount_won, uses_limit) VALUES ('WELCOME', 3000, NULL), ('FIRST100', 5000, 100);
      CREATE TABLE redemptions (
        redemption_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_id      uuid NOT NULL,
        coupon_code   text NOT NULL,
        outcome       text NOT NULL CHECK (outcome IN ('redeemed', 'unknown', 'used-up')),
        discount_won  integer NOT NULL,
        decided_at    timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON redemptions (order_id);`,
  },
];

export async function findCoupon(queries: Queries, code: string): Promise<Coupon | undefined> {
  const { rows } = await queries.query<Coupon>(
    'SELECT code, discount_won AS "discountWon", uses_limit AS "usesLimit", uses FROM coupons WHERE code = $1',
    [code],
    'find-coupon',
  );
  return rows[0];
}

/** Takes one use of a limited coupon. False if none is left; never goes below zero, even with concurrent calls. */
export async function takeUse(transaction: Transaction, code: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'UPDATE coupons SET uses = uses + 1 WHERE code = $1 AND uses < uses_limit',
    [code],
  );
  return rowCount === 1;
}

export async function insertRedemption(
  transaction: Transaction,
  redemption: { orderId: string; couponCode: string } & Redemption,
): Promise<void> {
  const { orderId, couponCode, outcome, discountWon } = redemption;
  await transaction.query(
    'INSERT INTO redemptions (order_id, coupon_code, outcome, discount_won) VALUES ($1, $2, $3, $4)',
    [orderId, couponCode, outcome, discountWon],
    'insert-redemption',
  );
}
