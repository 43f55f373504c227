import { gifticonIssued, gifticonRefused, gifticonSoldOut } from '#contracts';
import type { Transaction } from '#database';
import type { ReactionScope, Rest } from '#messaging';
import { askForCode } from '#voucher-provider';
import { decide, type Decision, type Wish } from './decide.js';
import { findStock, findVouchers, insertVouchers, lockStock } from './gifticon.table.js';

/** A wish, and how to tell what became of it in the trace it belongs to. */
export type OpenWish = Wish & Pick<ReactionScope, 'publish'>;

/**
 * Decides a batch of wishes and writes it down. The stock is locked after the provider was asked, so that issuing servers
 * hold each other up only while they write.
 * @returns how long what was issued takes at the give-aways' own speeds; a wish that gets no voucher takes none of it
 * @throws when a give-away is not known here: the shop takes no such wish, so somebody else wrote the message
 */
export async function issueVouchers(wishes: readonly OpenWish[], transaction: Transaction): Promise<Rest> {
  const skus = [...new Set(wishes.map(({ sku }) => sku))];
  const offered = new Map((await findStock(transaction, skus)).map((stock) => [stock.sku, stock]));
  const unknown = skus.find((sku) => !offered.has(sku));
  if (unknown !== undefined) throw new Error(`the give-away ${unknown} is not known here`);
  const latencyMs = Math.max(...[...offered.values()].map(({ providerLatencyMs }) => providerLatencyMs));
  const soldOut = [...offered.values()].every(({ vouchersLeft }) => vouchersLeft === 0);
  const codes = soldOut ? [] : await askForCodes(wishes.length, latencyMs);
  const left = new Map((await lockStock(transaction, skus)).map(({ sku, vouchersLeft }) => [sku, vouchersLeft]));
  const decisions = decide(wishes, left, await findVouchers(transaction, wishes), codes);
  const vouchers = decisions.flatMap((decision) => (decision.kind === 'issued' ? [decision.voucher] : []));
  await insertVouchers(transaction, vouchers);
  decisions.forEach((decision, at) => tell(wishes[at] as OpenWish, decision));
  const speeds = vouchers.map(({ sku }) => offered.get(sku)?.vouchersPerSecond ?? 0);
  return { restMs: speeds.reduce((sum, perSecond) => sum + (perSecond > 0 ? 1000 / perSecond : 0), 0) };
}

const askForCodes = (count: number, latencyMs: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => askForCode(latencyMs)));

function tell({ publish, requestId, memberId, sku }: OpenWish, decision: Decision): void {
  const wish = { requestId, memberId, sku };
  switch (decision.kind) {
    case 'issued':
      return publish(gifticonIssued, { ...wish, voucherCode: decision.voucher.code });
    case 'sold-out':
      return publish(gifticonSoldOut, wish);
    case 'one-per-member':
      return publish(gifticonRefused, { ...wish, reason: decision.kind, voucherCode: decision.code });
  }
}
