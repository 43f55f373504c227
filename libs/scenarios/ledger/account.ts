/** The services that owe an order an effect, and the names of their consumer groups. */
export const effectOwners = ['member', 'coupon', 'review'] as const;
export type EffectOwner = (typeof effectOwners)[number];

/** An order whose client was told that it is accepted. */
export interface AcceptedOrder {
  orderId: string;
  /** When its request was due, milliseconds since 1970: completion is measured from here. */
  scheduledAt?: number;
}

/** The order service's row of an accepted order. */
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

/** Everything that was read, before any conclusion. */
export interface Facts {
  accepted: readonly AcceptedOrder[];
  orders: ReadonlyMap<string, StoredOrder>;
  effects: Readonly<Record<EffectOwner, ReadonlyMap<string, FoundEffect>>>;
  /** Orders whose event is still in the order service's outbox. */
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
  /** True if any effect happened more often than it should. */
  doubled: boolean;
  /** Services whose effect is missing. */
  missing: EffectOwner[];
  /** The time of the last effect, milliseconds since 1970; null unless completed. */
  completedAt: number | null;
  /** completedAt - scheduledAt, or - placedAt if no schedule is known; null unless completed. */
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
  /** The first few, for inspection. */
  lostOrders: string[];
  doubledOrders: string[];
}

const examplesShown = 20;

/** Determines what became of each accepted order. Pure: all reading is done before. */
export function fatesOf(facts: Facts): OrderFate[] {
  return facts.accepted.map((order) => fateOf(order, facts));
}

function fateOf({ orderId, scheduledAt }: AcceptedOrder, facts: Facts): OrderFate {
  const stored = facts.orders.get(orderId);
  // Accepted, but the order itself does not exist: the worst kind of loss.
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
  // In the coupled design the answer comes after the last effect, so the buyer sees completion later. Both designs are
  // measured by their effects, which they have in common.
  const completionMs = Math.max(0, completedAt - (scheduledAt ?? stored.placedAt));
  return { orderId, fate: 'completed', doubled, missing, completedAt, completionMs };
}

const notCompleted = { completedAt: null, completionMs: null };

/** Lost only if nothing can produce the missing effect any more. */
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
