import { accountOf, fatesOf, type Facts, type FoundEffect, type StoredOrder } from './account.js';

const second = 1_000;
const once = (firstAt = second): FoundEffect => ({ count: 1, firstAt });
const twice: FoundEffect = { count: 2, firstAt: second };
const placed = (more: Partial<StoredOrder> = {}): StoredOrder => ({
  design: 'events',
  hasCoupon: false,
  placedAt: 0,
  ...more,
});

/** One accepted order: its row, and the effects found in each database. */
function facts(
  order: StoredOrder | undefined,
  effects: Partial<Record<'member' | 'coupon' | 'review', FoundEffect>>,
  more: Partial<Facts> = {},
): Facts {
  const found = (owner: 'member' | 'coupon' | 'review') =>
    new Map(effects[owner] ? [['order-1', effects[owner]] as const] : []);
  return {
    accepted: [{ orderId: 'order-1', scheduledAt: 200 }],
    orders: new Map(order ? [['order-1', order]] : []),
    effects: { member: found('member'), coupon: found('coupon'), review: found('review') },
    inOutbox: new Set(),
    behind: new Set(),
    deadLetters: new Map(),
    ...more,
  };
}

const fate = (given: Facts) => fatesOf(given)[0];

describe('the fate of an accepted order', () => {
  it('is completed if every service did its part once, at the time of the last one', () => {
    expect(fate(facts(placed(), { member: once(), review: once(3 * second) }))).toEqual({
      orderId: 'order-1',
      fate: 'completed',
      doubled: false,
      missing: [],
      completedAt: 3_000,
      completionMs: 2_800,
    });
  });

  it('needs the coupon service only when there is a coupon', () => {
    const withCoupon = placed({ hasCoupon: true });
    expect(fate(facts(withCoupon, { member: once(), review: once() }))).toMatchObject({
      fate: 'lost',
      missing: ['coupon'],
    });
    expect(fate(facts(withCoupon, { member: once(), coupon: once(), review: once() }))?.fate).toBe('completed');
  });

  it('is lost if an effect is missing and nothing is queued any more', () => {
    expect(fate(facts(placed(), { member: once() }))).toMatchObject({ fate: 'lost', missing: ['review'] });
  });

  it('is lost if the order was accepted but is not in the database', () => {
    expect(fate(facts(undefined, {}))?.fate).toBe('lost');
  });

  it('is queued while the group that owes the effect is behind, but not while another one is', () => {
    expect(fate(facts(placed(), { member: once() }, { behind: new Set(['review']) }))?.fate).toBe('queued');
    expect(fate(facts(placed(), { member: once() }, { behind: new Set(['member']) }))?.fate).toBe('lost');
  });

  it('is queued while its event is in the outbox', () => {
    expect(fate(facts(placed(), {}, { inOutbox: new Set(['order-1']) }))?.fate).toBe('queued');
  });

  it('is dead-lettered if the group gave up on it, until a replay writes the effect', () => {
    const deadLetters = new Map([['review', new Set(['order-1'])]]);
    expect(fate(facts(placed(), { member: once() }, { deadLetters }))?.fate).toBe('dead-lettered');
    expect(fate(facts(placed(), { member: once(), review: once() }, { deadLetters }))?.fate).toBe('completed');
  });

  it('is lost if one service gave up on it and another never saw it', () => {
    const deadLetters = new Map([['review', new Set(['order-1'])]]);
    expect(fate(facts(placed(), {}, { deadLetters }))?.fate).toBe('lost');
  });

  it('is never queued in the coupled design: what is missing is lost', () => {
    const coupled = placed({ design: 'coupled' });
    expect(fate(facts(coupled, { member: once() }, { behind: new Set(['review']) }))?.fate).toBe('lost');
  });

  it.each(['member', 'review'] as const)('shows when %s did its part twice', (owner) => {
    const given = facts(placed(), { member: once(), review: once(), [owner]: twice });
    expect(fate(given)).toMatchObject({ fate: 'completed', doubled: true });
  });

  it('shows a coupon redeemed for an order that had none', () => {
    const given = facts(placed(), { member: once(), review: once(), coupon: once() });
    expect(fate(given)?.doubled).toBe(true);
  });
});

describe('the account', () => {
  it('adds up: accepted = completed + dead-lettered + still queued + lost', () => {
    const ids = ['done', 'twice', 'dead', 'waiting', 'gone'];
    const account = accountOf(
      fatesOf({
        accepted: ids.map((orderId) => ({ orderId })),
        orders: new Map(ids.map((orderId) => [orderId, placed()])),
        effects: {
          member: new Map(ids.map((orderId) => [orderId, orderId === 'twice' ? twice : once()])),
          coupon: new Map(),
          review: new Map(ids.slice(0, 2).map((orderId) => [orderId, once()])),
        },
        inOutbox: new Set(['waiting']),
        behind: new Set(),
        deadLetters: new Map([['review', new Set(['dead'])]]),
      }),
    );
    expect(account).toEqual({
      accepted: 5,
      completed: 2,
      deadLettered: 1,
      stillQueued: 1,
      lost: 1,
      doubled: 1,
      lostOrders: ['gone'],
      doubledOrders: ['twice'],
    });
  });

  it('is computed quickly for a hundred thousand orders, even on a busy machine', () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => `order-${n}`);
    const effect = new Map(ids.map((orderId) => [orderId, once()]));
    const given: Facts = {
      accepted: ids.map((orderId) => ({ orderId })),
      orders: new Map(ids.map((orderId) => [orderId, placed()])),
      effects: { member: effect, coupon: new Map(), review: effect },
      inOutbox: new Set(),
      behind: new Set(),
      deadLetters: new Map(),
    };
    const startedAt = performance.now();
    expect(accountOf(fatesOf(given)).completed).toBe(100_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
