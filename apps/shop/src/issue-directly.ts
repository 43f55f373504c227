import type { Database } from '#database';
import { issueByOneStatement, issueUnderRowLock } from './direct-voucher.table.js';
import type { Giveaway, GifticonWish } from './giveaway.js';
import { askForCode } from './voucher-provider.js';

/** one-statement: as a good engineer would. row-lock: as in the talk. */
export const directVariants = ['one-statement', 'row-lock'] as const;
export type DirectVariant = (typeof directVariants)[number];

export type DirectAnswer =
  { kind: 'issued'; voucherCode: string } | { kind: 'sold-out' } | { kind: 'one-per-member'; voucherCode: string };

/**
 * The direct design: the voucher is issued while the member waits, in the shop's own process, with the shop's own pool.
 * @param requestId names the press: repeated, it is answered as before
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
  const found =
    variant === 'row-lock'
      ? await issueUnderRowLock(database, wanted, code)
      : await issueByOneStatement(database, { ...wanted, code: await code() });
  if (!found) return { kind: 'sold-out' };
  if (found.requestId === requestId) return { kind: 'issued', voucherCode: found.code };
  return { kind: 'one-per-member', voucherCode: found.code };
}
