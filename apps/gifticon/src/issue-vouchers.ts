import { gifticonIssued, gifticonRefused, gifticonSoldOut } from '#contracts';
import type { Transaction } from '#database';
import type { ReactionScope, Rest } from '#messaging';
import { askForCode } from '#voucher-provider';
import { decide, type Decision, type Wish } from './decide.js';
import { findStock, findVouchers, insertVouchers, lockStock } from './gifticon.table.js';

/** A voucher request, and how to publish its result in its trace. */
export type OpenWish = Wish & Pick<ReactionScope, 'publish'>;

/**
 * Decides a batch of voucher requests and stores the result. The stock is locked only after the provider has responded,
 * so that issuing servers block each other only while they write.
 * @returns how long to pause to keep the rate limits of the give-aways; a request without a voucher does not count
 * @throws if a give-away is unknown: the shop accepts no such request, so the message is not from the shop
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
