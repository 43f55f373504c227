import type { Migration, Queries, Transaction } from '#database';
import type { Voucher } from './decide.js';

export const gifticonMigrations: readonly Migration[] = [
  {
    name: '101-gifticons',
    // The ledger counts stock, vouchers and members separately, so that it can see an oversold or lost voucher.
    sql: `
      CREATE TABLE stock (
        sku                 text PRIMARY KEY,
        vouchers            integer NOT NULL,
        vouchers_left       integer NOT NULL CHECK (vouchers_left >= 0),
        provider_latency_ms integer NOT NULL
      ) WITH (fillfactor = 50);
      CREATE TABLE vouchers (
        sku        text NOT NULL,
        member_id  text NOT NULL,
        request_id uuid NOT NULL,
        code       text NOT NULL,
        issued_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sku, member_id)
      );`,
  },
  {
    name: '102-own-speed',
    sql: 'ALTER TABLE stock ADD COLUMN vouchers_per_second integer NOT NULL DEFAULT 0',
  },
];

export interface Stock {
  sku: string;
  vouchers: number;
  vouchersLeft: number;
  providerLatencyMs: number;
  /** Average rate limit per issuing server; 0: none. */
  vouchersPerSecond: number;
}

export async function insertStock(transaction: Transaction, stock: Omit<Stock, 'vouchersLeft'>): Promise<void> {
  const { sku, vouchers, providerLatencyMs, vouchersPerSecond } = stock;
  await transaction.query('INSERT INTO stock VALUES ($1, $2, $2, $3, $4)', [
    ...[sku, vouchers, providerLatencyMs, vouchersPerSecond],
  ]);
}

const selectStock = `SELECT sku, vouchers, vouchers_left AS "vouchersLeft", provider_latency_ms AS "providerLatencyMs",
  vouchers_per_second AS "vouchersPerSecond" FROM stock`;

export async function findStock(queries: Queries, skus: readonly string[]): Promise<Stock[]> {
  return (await queries.query<Stock>(`${selectStock} WHERE sku = ANY($1)`, [skus], 'find-stock')).rows;
}

/** Locks the stock of these skus until the commit: issuing servers take turns, batch by batch. Always in the same order. */
export async function lockStock(transaction: Transaction, skus: readonly string[]): Promise<Stock[]> {
  const text = `${selectStock} WHERE sku = ANY($1) ORDER BY sku FOR UPDATE`;
  return (await transaction.query<Stock>(text, [skus], 'lock-stock')).rows;
}

/** The vouchers that these members already have. */
export async function findVouchers(
  queries: Queries,
  wishes: readonly { sku: string; memberId: string }[],
): Promise<Voucher[]> {
  const { rows } = await queries.query<Voucher>(
    `SELECT sku, member_id AS "memberId", request_id AS "requestId", code
     FROM vouchers JOIN unnest($1::text[], $2::text[]) AS wish(sku, member_id) USING (sku, member_id)`,
    [wishes.map(({ sku }) => sku), wishes.map(({ memberId }) => memberId)],
    'find-vouchers',
  );
  return rows;
}

/** Inserts vouchers and decrements the stock, in one statement. */
export async function insertVouchers(transaction: Transaction, vouchers: readonly Voucher[]): Promise<void> {
  if (vouchers.length === 0) return;
  await transaction.query(
    `WITH issued AS (
       INSERT INTO vouchers (sku, member_id, request_id, code)
       SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) RETURNING sku),
     taken AS (SELECT sku, count(*)::integer AS vouchers FROM issued GROUP BY sku)
     UPDATE stock SET vouchers_left = vouchers_left - taken.vouchers FROM taken WHERE stock.sku = taken.sku`,
    [
      vouchers.map(({ sku }) => sku),
      vouchers.map(({ memberId }) => memberId),
      vouchers.map(({ requestId }) => requestId),
      vouchers.map(({ code }) => code),
    ],
    'insert-vouchers',
  );
}
