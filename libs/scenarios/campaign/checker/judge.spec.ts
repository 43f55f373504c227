import { orderTopic, type Effect, type Facts, type Published } from './facts.js';
import { failures, judgeFacts } from './judge.js';

const one = 'order-1';
const effect = (sequence: number | null = 1, orderId = one): Effect => ({ orderId, sequence, atMs: 1_000 });
const record = (topic: string, more: Partial<Published> = {}): Published => ({
  ...{ topic, partition: 0, offset: 0, eventId: `of ${topic}`, orderId: one, isNew: true },
  ...more,
});
const events = [orderTopic, 'member.points-earned', 'review.invited'];

/** One order without a coupon, correctly processed. */
const sound: Facts = {
  told: [{ key: 'c-0', said: 'yes', orderId: one }],
  orders: [{ orderId: one, key: 'c-0', hasCoupon: false }],
  effects: { member: [effect()], coupon: [], review: [effect(null)] },
  view: events.map((topic) => ({ eventId: `of ${topic}`, orderId: one })),
  published: events.map((topic) => record(topic)),
  givenUp: [],
  unpublished: new Set(),
  known: new Set([one]),
};
const without = <T>(list: readonly T[], unwanted: (element: T) => boolean) => list.filter((each) => !unwanted(each));

/** The kinds of findings only. */
function found(more: Partial<Facts>): string[] {
  const { findings } = judgeFacts({ ...sound, ...more });
  return failures.flatMap((kind) => findings[kind].map(() => kind));
}

test('an order with every effect and every event once is completed', () => {
  expect(judgeFacts(sound)).toMatchObject({
    told: { yes: 1 },
    completed: 1,
    completedAt: [1_000],
    stillQueued: 0,
    deadLettered: 0,
  });
  expect(found({})).toEqual([]);
});

describe('what is lost', () => {
  it('is an accepted order that is not stored', () => {
    const nothing = { orders: [], effects: { member: [], coupon: [], review: [] }, view: [], published: [] };
    expect(found(nothing)).toEqual(['lost']);
  });

  it('is a stored order that was never announced, even if its client got no response', () => {
    const silent: Partial<Facts> = {
      told: [{ key: 'c-0', said: 'unknown', orderId: null }],
      ...{ effects: { member: [], coupon: [], review: [] }, view: [], published: [] },
    };
    expect(found(silent)).toEqual(['lost']);
    expect(judgeFacts({ ...sound, ...silent, unpublished: new Set([`${orderTopic} ${one}`]) })).toMatchObject({
      stillQueued: 1,
      unknownStored: 1,
    });
  });

  it('is an event that should have followed from an effect', () => {
    const published = without(sound.published, ({ topic }) => topic === 'review.invited');
    const view = without(sound.view, ({ eventId }) => eventId === 'of review.invited');
    expect(found({ published, view })).toEqual(['lost']);
    expect(found({ published, view, unpublished: new Set([`review.invited ${one}`]) })).toEqual([]);
  });
});

describe('what is unseen', () => {
  const silentReview: Partial<Facts> = {
    effects: { ...sound.effects, review: [] },
    published: without(sound.published, ({ topic }) => topic === 'review.invited'),
    view: without(sound.view, ({ eventId }) => eventId === 'of review.invited'),
  };

  it('is an announced order without its effect, unless the group gave up on it', () => {
    expect(found(silentReview)).toEqual(['unseen']);
    const givenUp = [{ group: 'review', orderId: one }];
    expect(found({ ...silentReview, givenUp })).toEqual([]);
    expect(judgeFacts({ ...sound, ...silentReview, givenUp })).toMatchObject({ deadLettered: 1, completed: 0 });
  });

  it('is an event missing from the order view', () => {
    expect(found({ view: sound.view.slice(1) })).toEqual(['unseen']);
  });

  it('is a coupon that was never handled', () => {
    expect(found({ orders: [{ orderId: one, key: 'c-0', hasCoupon: true }] })).toEqual(['unseen']);
  });
});

describe('what is doubled', () => {
  it('is an effect that was written twice', () => {
    expect(found({ effects: { ...sound.effects, review: [effect(null), effect(null)] } })).toEqual(['doubled']);
  });

  it('is an unexpected effect', () => {
    expect(found({ effects: { ...sound.effects, coupon: [effect()] } })).toEqual(['doubled']);
  });

  it('is an order announced by two events', () => {
    const published = [...sound.published, record(orderTopic, { eventId: 'another', offset: 1 })];
    expect(found({ published, view: [...sound.view, { eventId: 'another', orderId: one }] })).toEqual(['doubled']);
  });

  it('is not a record that was published again: at-least-once delivery allows it', () => {
    const again = [...sound.published, record(orderTopic, { offset: 7 })];
    expect(found({ published: again })).toEqual([]);
    expect(judgeFacts({ ...sound, published: again }).publishedAgain).toBe(1);
  });
});

describe('what is contradicted', () => {
  it('is a rejection of an order that is stored', () => {
    expect(found({ told: [{ key: 'c-0', said: 'no', orderId: null }] })).toEqual(['contradicted']);
  });

  it('is a different order id than the client was given', () => {
    expect(found({ told: [{ key: 'c-0', said: 'yes', orderId: 'order-2' }] })).toEqual(['contradicted']);
  });
});

describe('what is out of order', () => {
  const two = 'order-2';
  const both = (first: number, second: number): Partial<Facts> => ({
    told: [...sound.told, { key: 'c-1', said: 'yes', orderId: two }],
    orders: [...sound.orders, { orderId: two, key: 'c-1', hasCoupon: false }],
    effects: {
      member: [effect(first), effect(second, two)],
      coupon: [],
      review: [effect(null), effect(null, two)],
    },
    published: [
      ...sound.published,
      ...events.map((topic) => record(topic, { orderId: two, eventId: `second of ${topic}`, offset: 1 })),
    ],
    view: [...sound.view, ...events.map((topic) => ({ eventId: `second of ${topic}`, orderId: two }))],
    known: new Set([one, two]),
  });

  it('are effects that were not written in the order of their messages', () => {
    expect(found(both(1, 2))).toEqual([]);
    expect(judgeFacts({ ...sound, ...both(1, 2) }).comparedInOrder).toBe(1);
    expect(found(both(2, 1))).toEqual(['outOfOrder']);
  });

  it('is a key that is in two partitions', () => {
    const published = [...sound.published, record(orderTopic, { partition: 2 })];
    expect(found({ published })).toEqual(['outOfOrder']);
  });
});

describe('what has no cause', () => {
  it('is an event about an unknown order', () => {
    expect(
      found({ published: [...sound.published, record('review.invited', { orderId: 'x', eventId: 'y' })] }),
    ).toEqual(['withoutCause']);
  });

  it('is an effect for an order that was never announced', () => {
    const member = [...sound.effects.member, effect(9, 'x')];
    expect(found({ effects: { ...sound.effects, member } })).toEqual(['withoutCause']);
  });
});
