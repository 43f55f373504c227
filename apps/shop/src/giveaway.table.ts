import type { Migration, Queries, Transaction } from '#database';
import type { Giveaway, KnownGiveaway } from './giveaway.js';

export const giveawayMigrations: readonly Migration[] = [
  {
    name: '103-giveaways',
    sql: `
      CREATE TABLE giveaways (
        sku                 text PRIMARY KEY,
        vouchers            integer NOT NULL,
        members             integer NOT NULL,
        provider_latency_ms integer NOT NULL,
        opened_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- When the issuing server said that it has the vouchers.
        stocked_at          timestamptz
      );
      -- The direct design's own stock and vouchers. Half of each page is kept free: the one row is rewritten all the time.
      CREATE TABLE direct_stock (
        sku           text PRIMARY KEY,
        vouchers_left integer NOT NULL CHECK (vouchers_left >= 0)
      ) WITH (fillfactor = 50);
      CREATE TABLE direct_vouchers (
        sku        text NOT NULL,
        member_id  text NOT NULL,
        request_id uuid NOT NULL,
        code       text NOT NULL,
        issued_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sku, member_id)
      );`,
  },
  {
    name: '105-own-speed',
    sql: 'ALTER TABLE giveaways ADD COLUMN vouchers_per_second integer NOT NULL DEFAULT 0',
  },
];

/** @returns false, changing nothing, if there already is one with this sku */
export async function insertGiveaway(transaction: Transaction, giveaway: Giveaway): Promise<boolean> {
  const { sku, vouchers, members, providerLatencyMs, vouchersPerSecond } = giveaway;
  const { rowCount } = await transaction.query(
    `WITH opened AS (
       INSERT INTO giveaways (sku, vouchers, members, provider_latency_ms, vouchers_per_second) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING sku, vouchers)
     INSERT INTO direct_stock SELECT sku, vouchers FROM opened`,
    [sku, vouchers, members, providerLatencyMs, vouchersPerSecond],
  );
  return rowCount === 1;
}

export async function listGiveaways(queries: Queries): Promise<KnownGiveaway[]> {
  const { rows } = await queries.query<KnownGiveaway>(
    `SELECT sku, vouchers, members, provider_latency_ms AS "providerLatencyMs",
       vouchers_per_second AS "vouchersPerSecond", stocked_at IS NOT NULL AS stocked
     FROM giveaways`,
  );
  return rows;
}

export async function markStocked(transaction: Transaction, sku: string): Promise<void> {
  await transaction.query('UPDATE giveaways SET stocked_at = clock_timestamp() WHERE sku = $1', [sku]);
}

export async function directVouchersLeft(queries: Queries, sku: string): Promise<number | undefined> {
  const { rows } = await queries.query<{ left: number }>(
    'SELECT vouchers_left AS left FROM direct_stock WHERE sku = $1',
    [sku],
  );
  return rows[0]?.left;
}
