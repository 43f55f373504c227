/** A voucher request accepted by the shop. */
export interface Wish {
  requestId: string;
  memberId: string;
  sku: string;
}

export interface Voucher extends Wish {
  code: string;
}

export type Decision =
  { kind: 'issued'; voucher: Voucher } | { kind: 'sold-out' } | { kind: 'one-per-member'; code: string };

/**
 * Decides voucher requests in order: first come, first served, one per member, never more than in stock. Pure: takes what was read, and
 * returns what to write.
 * @param left vouchers left per sku
 * @param before vouchers that these members already have
 * @param codes one per request, in the same order; unneeded ones are not used
 */
export function decide(
  wishes: readonly Wish[],
  left: ReadonlyMap<string, number>,
  before: readonly Voucher[],
  codes: readonly string[],
): Decision[] {
  const stock = new Map(left);
  const codeOf = new Map(before.map((voucher) => [owner(voucher), voucher.code]));
  return wishes.map((wish, at): Decision => {
    const code = codeOf.get(owner(wish));
    if (code !== undefined) return { kind: 'one-per-member', code };
    const vouchersLeft = stock.get(wish.sku) ?? 0;
    if (vouchersLeft === 0) return { kind: 'sold-out' };
    const voucher = { ...wish, code: codes[at] as string };
    stock.set(wish.sku, vouchersLeft - 1);
    codeOf.set(owner(wish), voucher.code);
    return { kind: 'issued', voucher };
  });
}

const owner = ({ sku, memberId }: Pick<Wish, 'sku' | 'memberId'>): string => `${sku}\n${memberId}`;
