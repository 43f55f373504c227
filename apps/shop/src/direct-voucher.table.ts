import type { Database, Queries } from '#database';

export interface DirectVoucher {
  sku: string;
  memberId: string;
  requestId: string;
  code: string;
}

/** The voucher this member has now; `fresh` if this statement issued it. */
export type Found = Pick<DirectVoucher, 'requestId' | 'code'> & { fresh: boolean };

const soldOutMeanwhile = '23514';

/**
 * Issues a voucher in one statement: voucher, stock and the one-per-member rule together, and the stock's row is locked
 * as briefly as possible. Concurrent requests compete for the last vouchers: the loser violates the stock's CHECK, and
 * nothing is changed.
 * @returns undefined if none are left and the member has none
 */
export async function issueByOneStatement(queries: Queries, voucher: DirectVoucher): Promise<Found | undefined> {
  try {
    return await issue(queries, voucher);
  } catch (error) {
    return whenSoldOutMeanwhile(error, queries, voucher);
  }
}

async function issue(queries: Queries, voucher: DirectVoucher): Promise<Found | undefined> {
  const { sku, memberId, requestId, code } = voucher;
  const { rows } = await queries.query<Found>(
    `WITH issued AS (
       INSERT INTO direct_vouchers (sku, member_id, request_id, code)
       SELECT sku, $2, $3, $4 FROM direct_stock WHERE sku = $1 AND vouchers_left > 0
       ON CONFLICT DO NOTHING RETURNING request_id, code),
     taken AS (UPDATE direct_stock SET vouchers_left = vouchers_left - 1 WHERE sku = $1 AND EXISTS (SELECT FROM issued))
     SELECT request_id AS "requestId", code, true AS fresh FROM issued
     UNION ALL
     SELECT request_id, code, false FROM direct_vouchers WHERE sku = $1 AND member_id = $2`,
    [sku, memberId, requestId, code],
    'issue-direct',
  );
  // None: sold out, or the member's other press was being issued at the same moment.
  return rows[0] ?? (await findDirectVoucher(queries, voucher));
}

async function whenSoldOutMeanwhile(
  error: unknown,
  queries: Queries,
  voucher: Omit<DirectVoucher, 'code'>,
): Promise<Found | undefined> {
  if ((error as { code?: string }).code === soldOutMeanwhile) return findDirectVoucher(queries, voucher);
  throw error;
}

/**
 * Reads, calls the provider and writes in one transaction, so that no code is bought for a member who gets none. Its
 * connection is one of the pool's ten, and is held while the provider responds.
 */
export async function issueInOneTransaction(
  database: Database,
  voucher: Omit<DirectVoucher, 'code'>,
  code: () => Promise<string>,
): Promise<Found | undefined> {
  try {
    return await database.transaction(async (transaction) => {
      const before = await findDirectVoucher(transaction, voucher);
      if (before || (await stockLeft(transaction, voucher.sku)) === 0) return before;
      return issue(transaction, { ...voucher, code: await code() });
    });
  } catch (error) {
    return whenSoldOutMeanwhile(error, database, voucher);
  }
}

async function stockLeft(queries: Queries, sku: string): Promise<number> {
  const { rows } = await queries.query<{ left: number }>(
    'SELECT vouchers_left AS left FROM direct_stock WHERE sku = $1',
    [sku],
    'look-at-direct-stock',
  );
  return rows[0]?.left ?? 0;
}

/** The talk's naive version: lock the stock's row, read, write, and make all other requests wait for the commit. */
export async function issueUnderRowLock(
  database: Database,
  voucher: Omit<DirectVoucher, 'code'>,
  code: () => Promise<string>,
): Promise<Found | undefined> {
  const { sku, memberId, requestId } = voucher;
  return database.transaction(async (transaction) => {
    const stock = await transaction.query<{ left: number }>(
      'SELECT vouchers_left AS left FROM direct_stock WHERE sku = $1 FOR UPDATE',
      [sku],
      'lock-direct-stock',
    );
    const before = await findDirectVoucher(transaction, voucher);
    if (before || !stock.rows[0]?.left) return before;
    const issued = { requestId, code: await code(), fresh: true };
    await transaction.query(
      'INSERT INTO direct_vouchers (sku, member_id, request_id, code) VALUES ($1, $2, $3, $4)',
      [sku, memberId, requestId, issued.code],
      'insert-direct-voucher',
    );
    await transaction.query(
      'UPDATE direct_stock SET vouchers_left = vouchers_left - 1 WHERE sku = $1',
      [sku],
      'take-direct-stock',
    );
    return issued;
  });
}

async function findDirectVoucher(
  queries: Queries,
  { sku, memberId }: Pick<DirectVoucher, 'sku' | 'memberId'>,
): Promise<Found | undefined> {
  const { rows } = await queries.query<Found>(
    `SELECT request_id AS "requestId", code, false AS fresh FROM direct_vouchers WHERE sku = $1 AND member_id = $2`,
    [sku, memberId],
    'find-direct-voucher',
  );
  return rows[0];
}
