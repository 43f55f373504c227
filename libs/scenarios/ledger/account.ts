/** The services that owe an order something, and the consumer groups through which they learn of it. */
export const effectOwners = ['member', 'coupon', 'review'] as const;
export type EffectOwner = (typeof effectOwners)[number];

/** An order that somebody was told is accepted. */
export interface AcceptedOrder {
  orderId: string;
  /** When its request was due, milliseconds since 1970: completion is measured from here. */
  scheduledAt?: number;
}

/** What the order service's own table says about an accepted order. */
export interface StoredOrder {
  design: 'events' | 'coupled';
  hasCoupon: boolean;
  /** Milliseconds since 1970. */
  placedAt: number;
}

/** The effects of one service found for one order: points entries, redemptions or review invitations. */
export interface FoundEffect {
  count: number;
  /** When the first of them was written, milliseconds since 1970. */
  firstAt: number;
}

/** Everything that was read, before anything is concluded from it. */
export interface Facts {
  accepted: readonly AcceptedOrder[];
  orders: ReadonlyMap<string, StoredOrder>;
  effects: Readonly<Record<EffectOwner, ReadonlyMap<string, FoundEffect>>>;
  /** Orders whose event still lies in the order service's outbox. */
  inOutbox: ReadonlySet<string>;
  /** Groups whose committed offset is behind the end of `order.placed` or of their replays. */
  behind: ReadonlySet<string>;
  /** Per group, the orders whose `order.placed` it gave up on. */
  deadLetters: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What became of one accepted order. */
export type Fate = 'completed' | 'dead-lettered' | 'queued' | 'lost';

export interface OrderFate {
  orderId: string;
  fate: Fate;
  /** True when any effect happened more often than it should. */
  doubled: boolean;
  /** Services whose effect is missing. */
  missing: EffectOwner[];
  /** Last effect's time, milliseconds since 1970; null unless completed. */
  completedAt: number | null;
  /** completedAt - scheduledAt, or - placedAt when no schedule is known; null unless completed. */
  completionMs: number | null;
}

/** accepted = completed + deadLettered + stillQueued + lost. `doubled` counts orders that may be any of these. */
export interface Account {
  accepted: number;
  completed: number;
  deadLettered: number;
  stillQueued: number;
  lost: number;
  doubled: number;
  /** The first ones, to be looked at. */
  lostOrders: string[];
  doubledOrders: string[];
}

const examplesShown = 20;

/** Says of each accepted order what became of it. Pure: all the reading was done before. */
export function fatesOf(facts: Facts): OrderFate[] {
  return facts.accepted.map((order) => fateOf(order, facts));
}

function fateOf({ orderId, scheduledAt }: AcceptedOrder, facts: Facts): OrderFate {
  const stored = facts.orders.get(orderId);
  // Told "accepted", and the order itself is not there: the worst loss of all.
  if (!stored) return { orderId, fate: 'lost', doubled: false, missing: [], completedAt: null, completionMs: null };
  const missing: EffectOwner[] = [];
  let doubled = false;
  let completedAt = 0;
  for (const owner of effectOwners) {
    const expected = owner === 'coupon' && !stored.hasCoupon ? 0 : 1;
    const found = facts.effects[owner].get(orderId);
    const count = found?.count ?? 0;
    if (count > expected) doubled = true;
    if (count < expected) missing.push(owner);
    if (found) completedAt = Math.max(completedAt, found.firstAt);
  }
  if (missing.length > 0) {
    return { orderId, fate: whyMissing(orderId, stored, missing, facts), doubled, missing, ...notCompleted };
  }
  // An order whose answer came after its last effect (the coupled design) is complete for the buyer no earlier than that,
  // but the effects are what both designs have in common, so both are measured by them.
  const completionMs = Math.max(0, completedAt - (scheduledAt ?? stored.placedAt));
  return { orderId, fate: 'completed', doubled, missing, completedAt, completionMs };
}

const notCompleted = { completedAt: null, completionMs: null };

/** Lost only when nothing can bring the missing effect any more. */
function whyMissing(orderId: string, stored: StoredOrder, missing: readonly EffectOwner[], facts: Facts): Fate {
  const fates = missing.map((owner): Fate => {
    if (stored.design === 'coupled') return 'lost';
    if (facts.inOutbox.has(orderId)) return 'queued';
    if (facts.deadLetters.get(owner)?.has(orderId)) return 'dead-lettered';
    return facts.behind.has(owner) ? 'queued' : 'lost';
  });
  return fates.includes('lost') ? 'lost' : fates.includes('queued') ? 'queued' : 'dead-lettered';
}

/** Adds up the fates of all orders. */
export function accountOf(fates: readonly OrderFate[]): Account {
  const count = (fate: Fate) => fates.filter((order) => order.fate === fate).length;
  const lost = fates.filter(({ fate }) => fate === 'lost');
  const doubled = fates.filter((order) => order.doubled);
  return {
    accepted: fates.length,
    completed: count('completed'),
    deadLettered: count('dead-lettered'),
    stillQueued: count('queued'),
    lost: lost.length,
    doubled: doubled.length,
    lostOrders: lost.slice(0, examplesShown).map(({ orderId }) => orderId),
    doubledOrders: doubled.slice(0, examplesShown).map(({ orderId }) => orderId),
  };
}
