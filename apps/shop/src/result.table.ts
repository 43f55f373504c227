import type { Migration, Queries, Transaction } from '#database';

export const resultMigrations: readonly Migration[] = [
  {
    name: '104-gifticon-results',
    sql: `
      CREATE TABLE gifticon_results (
        request_id   uuid PRIMARY KEY,
        sku          text NOT NULL,
        member_id    text NOT NULL,
        outcome      text NOT NULL CHECK (outcome IN ('issued', 'sold-out', 'one-per-member')),
        voucher_code text,
        told_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );`,
  },
];

/** The result of one request, as decided by the issuing server. */
export interface GifticonResult {
  requestId: string;
  sku: string;
  memberId: string;
  outcome: 'issued' | 'sold-out' | 'one-per-member';
  voucherCode: string | null;
}

export async function insertResults(transaction: Transaction, results: readonly GifticonResult[]): Promise<void> {
  await transaction.query(
    `INSERT INTO gifticon_results (request_id, sku, member_id, outcome, voucher_code)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      results.map(({ requestId }) => requestId),
      results.map(({ sku }) => sku),
      results.map(({ memberId }) => memberId),
      results.map(({ outcome }) => outcome),
      results.map(({ voucherCode }) => voucherCode),
    ],
    'insert-gifticon-results',
  );
}

/** Those that are decided, of any number of requests. */
export async function findResults(queries: Queries, requestIds: readonly string[]): Promise<GifticonResult[]> {
  const { rows } = await queries.query<GifticonResult>(
    `SELECT request_id AS "requestId", sku, member_id AS "memberId", outcome, voucher_code AS "voucherCode"
     FROM gifticon_results WHERE request_id = ANY($1::uuid[])`,
    [requestIds],
    'find-gifticon-results',
  );
  return rows;
}
