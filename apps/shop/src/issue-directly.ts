import type { Database } from '#database';
import { askForCode } from '#voucher-provider';
import { issueByOneStatement, issueInOneTransaction, issueUnderRowLock } from './direct-voucher.table.js';
import type { Giveaway, GifticonWish } from './giveaway.js';

/**
 * one-statement: holds no connection while it calls the provider. one-transaction: holds one, as if a framework wrapped each request in a
 * transaction. row-lock: also locks the stock's row.
 */
export const directVariants = ['one-statement', 'one-transaction', 'row-lock'] as const;
export type DirectVariant = (typeof directVariants)[number];

export type DirectAnswer =
  { kind: 'issued'; voucherCode: string } | { kind: 'sold-out' } | { kind: 'one-per-member'; voucherCode: string };

/**
 * The direct design: the voucher is issued while the member waits, in the shop's own process, with the shop's own pool.
 * @param requestId identifies the request: a repetition gets the same response
 */
export async function issueDirectly(
  database: Database,
  giveaway: Giveaway,
  { memberId, sku }: GifticonWish,
  requestId: string,
  variant: DirectVariant,
): Promise<DirectAnswer> {
  const code = () => askForCode(giveaway.providerLatencyMs);
  const wanted = { sku, memberId, requestId };
  const found = await {
    'one-statement': async () => issueByOneStatement(database, { ...wanted, code: await code() }),
    'one-transaction': () => issueInOneTransaction(database, wanted, code),
    'row-lock': () => issueUnderRowLock(database, wanted, code),
  }[variant]();
  if (!found) return { kind: 'sold-out' };
  if (found.requestId === requestId) return { kind: 'issued', voucherCode: found.code };
  return { kind: 'one-per-member', voucherCode: found.code };
}
