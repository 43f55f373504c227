import { memberOfPress } from '../load/gifticons.js';
import type { Outcome } from '../load/outcome.js';
import type { Account, OrderFate } from './account.js';
import type { FoundGiveaway } from './read-vouchers.js';

/** The raw data of a give-away, before any conclusion. */
export interface VoucherFacts extends FoundGiveaway {
  /** False: the response is the result. */
  isQueued: boolean;
  outcomes: readonly Outcome[];
  /** The number of vouchers in the give-away. */
  vouchers: number;
  /** Something may still be waiting. */
  isBehind: boolean;
}

declare module '../engine/record.js' {
  interface OwnFigures {
    burst?: VoucherFigures;
  }
}

/** Figures that only a give-away has. Presses are requests of members; a member may press more than once. */
export interface VoucherFigures {
  presses: number;
  members: number;
  vouchers: number;
  /** Answered presses: a voucher, "all gone", "you have one", or "request accepted". */
  answered: number;
  /** Presses of members who gave up after three seconds without an answer. */
  gaveUp: number;
  issued: number;
  /** Vouchers issued beyond the number available. */
  oversold: number;
  /** Vouchers beyond the first of a member. */
  secondVouchers: number;
  /** Vouchers taken from the stock that no member has, or that a member has but were never taken. */
  strayVouchers: number;
  /** Vouchers whose owners gave up before they got the result. */
  issuedToGivenUp: number;
  /** Answered presses whose members can read their result. */
  told: number;
}

/** Computes the figures. Pure. */
export function voucherFigures(facts: VoucherFacts): VoucherFigures {
  const { outcomes, issued, vouchers } = facts;
  const answered = new Set(answeredIds(outcomes));
  const owners = new Set(issued.map(({ memberId }) => memberId));
  const told = facts.isQueued ? new Set(facts.results.map(({ requestId }) => requestId)) : answered;
  return {
    presses: outcomes.length,
    members: new Set(outcomes.map(({ n }) => memberOfPress(n))).size,
    vouchers,
    answered: answered.size,
    gaveUp: outcomes.length - answered.size,
    issued: issued.length,
    oversold: Math.max(0, issued.length - vouchers),
    secondVouchers: issued.length - owners.size,
    strayVouchers: Math.abs(vouchers - facts.stockLeft - issued.length),
    issuedToGivenUp: issued.filter(({ requestId }) => !answered.has(requestId)).length,
    told: [...answered].filter((requestId) => told.has(requestId)).length,
  };
}

/**
 * What became of each answered press. A voucher or a refusal is final; a request without a result is queued, or lost.
 */
export function voucherFates({ isQueued, outcomes, results, isBehind }: VoucherFacts): OrderFate[] {
  const resultOf = new Map(results.map((result) => [result.requestId, result]));
  return outcomes.flatMap(({ ending, id, scheduledAt, answeredAt }): OrderFate[] => {
    if (ending !== 'accepted' || id === null) return [];
    const completedAt = isQueued ? resultOf.get(id)?.toldAt : answeredAt;
    const about = { orderId: id, doubled: false, missing: [] };
    if (completedAt === undefined) {
      return [{ ...about, fate: isBehind ? 'queued' : 'lost', completedAt: null, completionMs: null }];
    }
    return [{ ...about, fate: 'completed', completedAt, completionMs: Math.max(0, completedAt - scheduledAt) }];
  });
}

/** The account with duplicates: members with two vouchers, and results that were written twice. */
export function withDoubles(account: Account, { secondVouchers }: VoucherFigures, facts: VoucherFacts): Account {
  const twiceTold = facts.results.length - new Set(facts.results.map(({ requestId }) => requestId)).size;
  return { ...account, doubled: secondVouchers + twiceTold };
}

const answeredIds = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ ending, id }) => (ending === 'accepted' && id !== null ? [id] : []));
