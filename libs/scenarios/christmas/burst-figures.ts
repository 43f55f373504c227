import type { Account, OrderFate } from '../ledger/account.js';
import { memberOfPress } from '../load/gifticons.js';
import { latencyOf } from '../load/latency.js';
import type { Latency, Outcome } from '../load/outcome.js';
import type { PhaseWindow } from '../engine/record.js';

/** A voucher that an auditor found, in the database of whoever issued it. */
export interface FoundVoucher {
  requestId: string;
  memberId: string;
  code: string;
}

/** What a member was told, as it stands in the shop's database. */
export interface FoundResult {
  requestId: string;
  outcome: string;
  /** Milliseconds since 1970. */
  toldAt: number;
}

/** Everything that was read after a burst, before anything is concluded from it. */
export interface BurstFacts {
  design: 'direct' | 'queue';
  outcomes: readonly Outcome[];
  shoppers: readonly Outcome[];
  calm: PhaseWindow;
  rush: PhaseWindow;
  /** Vouchers that were given away at most. */
  vouchers: number;
  issued: readonly FoundVoucher[];
  /** What the issuer's own stock says is left. */
  stockLeft: number;
  /** Empty in the direct design: the answer is the result. */
  results: readonly FoundResult[];
  /** Requests that the queue still holds. */
  isBehind: boolean;
}

export interface ShopperFigures {
  requests: number;
  failed: number;
  p50Ms: number | null;
  p99Ms: number | null;
}

declare module '../engine/record.js' {
  interface OwnFigures {
    burst?: BurstFigures;
  }
}

/** What only the Christmas case counts. Presses are requests of members; a member may press more than once. */
export interface BurstFigures {
  presses: number;
  members: number;
  vouchers: number;
  /** Presses that were answered: a voucher, "all gone", "you have one", or "we have your wish". */
  answered: number;
  /** Presses of members who gave up after three seconds without an answer. */
  gaveUp: number;
  issued: number;
  /** More vouchers than there were. */
  oversold: number;
  /** Vouchers beyond the first of a member. */
  secondVouchers: number;
  /** Vouchers taken from the stock that nobody has, or had by somebody and not taken. */
  strayVouchers: number;
  /** Vouchers whose owners gave up before they were told. */
  issuedToGivenUp: number;
  /** Answered presses whose members can read what became of them. */
  told: number;
  shoppers: { calm: ShopperFigures; rush: ShopperFigures };
}

/** Concludes figures from facts. Pure. */
export function burstFigures(facts: BurstFacts): BurstFigures {
  const { outcomes, issued, vouchers, shoppers, calm, rush } = facts;
  const answered = new Set(answeredIds(outcomes));
  const owners = new Set(issued.map(({ memberId }) => memberId));
  const told = facts.design === 'direct' ? answered : new Set(facts.results.map(({ requestId }) => requestId));
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
    shoppers: { calm: shopperFigures(shoppers, calm), rush: shopperFigures(shoppers, rush) },
  };
}

/** What became of each answered press. A voucher or a refusal is an end; a wish without a result is queued, or lost. */
export function burstFates({ design, outcomes, results, isBehind }: BurstFacts): OrderFate[] {
  const resultOf = new Map(results.map((result) => [result.requestId, result]));
  return outcomes.flatMap(({ ending, id, scheduledAt, answeredAt }): OrderFate[] => {
    if (ending !== 'accepted' || id === null) return [];
    const completedAt = design === 'direct' ? answeredAt : resultOf.get(id)?.toldAt;
    const about = { orderId: id, doubled: false, missing: [] };
    if (completedAt === undefined) {
      return [{ ...about, fate: isBehind ? 'queued' : 'lost', completedAt: null, completionMs: null }];
    }
    return [{ ...about, fate: 'completed', completedAt, completionMs: Math.max(0, completedAt - scheduledAt) }];
  });
}

/** The account with the doubles: members with two vouchers, and results that were written twice. */
export function withDoubles(account: Account, { secondVouchers }: BurstFigures, facts: BurstFacts): Account {
  const twiceTold = facts.results.length - new Set(facts.results.map(({ requestId }) => requestId)).size;
  return { ...account, doubled: secondVouchers + twiceTold };
}

export const answeredIds = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ ending, id }) => (ending === 'accepted' && id !== null ? [id] : []));

function shopperFigures(shoppers: readonly Outcome[], { from, to }: PhaseWindow): ShopperFigures {
  const within = shoppers.filter(({ scheduledAt }) => scheduledAt >= from && scheduledAt < to);
  const served = within.filter(({ ending }) => ending === 'accepted');
  const latency: Latency | null = latencyOf(served.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt));
  return {
    requests: within.length,
    failed: within.length - served.length,
    p50Ms: latency?.p50Ms ?? null,
    p99Ms: latency?.p99Ms ?? null,
  };
}
