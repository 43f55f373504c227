import { consequences, orderTopic, owners, type Facts, type Owner, type Published, type StoredOrder } from './facts.js';

/** One problem: the order (or key), and what is wrong with it. */
export interface Finding {
  readonly order: string;
  readonly what: string;
}

/** The kinds of findings; there must be none of them. */
export const failures = ['lost', 'unseen', 'doubled', 'contradicted', 'outOfOrder', 'withoutCause'] as const;
export type Failure = (typeof failures)[number];

/** The checker's result. Every stored order is completed, given up on, still queued, or in a list of findings. */
export interface Judgement {
  /** Clients that were told yes, no, and neither. */
  readonly told: { readonly yes: number; readonly no: number; readonly unknown: number };
  /** Orders that are stored although their clients know no outcome. Allowed, and must be completed like all others. */
  readonly unknownStored: number;
  /** Orders with every effect and every event exactly once. */
  readonly completed: number;
  /** When the last effect of each completed order was written; milliseconds since 1970. */
  readonly completedAt: readonly number[];
  /** Orders that a group gave up on: they are dead letters and can be replayed. */
  readonly deadLettered: number;
  /** Orders with a message still waiting in an outbox. */
  readonly stillQueued: number;
  /** Duplicates of earlier records, which at-least-once delivery allows. */
  readonly publishedAgain: number;
  /** Effects whose order could be compared with the order of their messages. */
  readonly comparedInOrder: number;
  readonly findings: Readonly<Record<Failure, readonly Finding[]>>;
}

/** Judges what became of every order that clients sent. Pure: all reading is done before. */
export function judgeFacts(facts: Facts): Judgement {
  return new Judge(facts).judgement();
}

class Judge {
  private readonly findings: Readonly<Record<Failure, Finding[]>> = {
    ...{ lost: [], unseen: [], doubled: [] },
    ...{ contradicted: [], outOfOrder: [], withoutCause: [] },
  };
  /** The first record of each event. */
  private readonly firsts: readonly Published[];
  private readonly publishedOf = new Map<string, Published[]>();
  private readonly effectsOf: Readonly<Record<Owner, ReadonlyMap<string, number>>>;
  private readonly seenInView: ReadonlyMap<string, number>;
  private readonly givenUp: ReadonlySet<string>;

  constructor(private readonly facts: Facts) {
    const { published, effects, view, givenUp } = facts;
    const found = new Map<string, Published>();
    for (const record of published) {
      const id = `${record.topic} ${record.eventId}`;
      if (!found.has(id)) found.set(id, record);
    }
    this.firsts = [...found.values()];
    for (const record of this.firsts) listed(this.publishedOf, record.orderId).push(record);
    this.effectsOf = {
      member: counted(effects.member.map(({ orderId }) => orderId)),
      coupon: counted(effects.coupon.map(({ orderId }) => orderId)),
      review: counted(effects.review.map(({ orderId }) => orderId)),
    };
    this.seenInView = counted(view.map(({ eventId }) => eventId));
    this.givenUp = new Set(givenUp.map(({ group, orderId }) => `${group} ${orderId}`));
  }

  judgement(): Judgement {
    const { told, orders, published } = this.facts;
    const said = (answer: string) => told.filter((one) => one.said === answer).length;
    const unknown = new Set(told.filter((one) => one.said === 'unknown').map(({ key }) => key));
    this.compareWithWhatWasTold();
    const fates = orders.map((order) => this.fateOf(order));
    const completed = orders.filter((_, index) => fates[index] === 'completed');
    const fate = (wanted: string) => fates.filter((one) => one === wanted).length;
    this.findWithoutCause();
    this.findSplitKeys();
    return {
      told: { yes: said('yes'), no: said('no'), unknown: unknown.size },
      unknownStored: orders.filter(({ key }) => key !== null && unknown.has(key)).length,
      completed: completed.length,
      completedAt: this.lastEffects(completed),
      deadLettered: fate('dead-lettered'),
      stillQueued: fate('queued'),
      publishedAgain: published.filter(({ isNew }) => isNew).length - this.firsts.filter(({ isNew }) => isNew).length,
      comparedInOrder: this.findOutOfOrder('member') + this.findOutOfOrder('coupon'),
      findings: this.findings,
    };
  }

  private compareWithWhatWasTold(): void {
    const byKey = new Map(this.facts.orders.map((order) => [order.key, order]));
    for (const { key, said, orderId } of this.facts.told) {
      const stored = byKey.get(key);
      if (said === 'yes' && !stored) this.find('lost', orderId ?? key, 'was accepted, but is not in the database');
      else if (said === 'yes' && stored?.orderId !== orderId)
        this.find('contradicted', key, `was given order ${orderId}, but ${stored?.orderId} is stored`);
      else if (said === 'no' && stored) this.find('contradicted', stored.orderId, 'was refused, but is stored');
    }
  }

  private fateOf({ orderId, hasCoupon }: StoredOrder): 'completed' | 'dead-lettered' | 'queued' | 'wrong' {
    const before = this.count();
    const records = this.publishedOf.get(orderId) ?? [];
    const announcements = records.filter(({ topic }) => topic === orderTopic);
    if (announcements.length > 1) this.find('doubled', orderId, `was announced by ${announcements.length} events`);
    if (announcements.length === 0) {
      if (this.waits(orderTopic, orderId)) return 'queued';
      this.find('lost', orderId, `is stored, but ${orderTopic} was never published`);
      return 'wrong';
    }
    const states = owners.map((owner) => this.partOf(owner, orderId, owner !== 'coupon' || hasCoupon, records));
    states.push(...records.map((record) => this.inView(record)));
    if (this.count() > before) return 'wrong';
    return states.includes('queued') ? 'queued' : states.includes('dead-lettered') ? 'dead-lettered' : 'completed';
  }

  /** Checks that one service did its part for an order once, and published it once. */
  private partOf(owner: Owner, orderId: string, owes: boolean, records: readonly Published[]) {
    const effects = this.effectsOf[owner].get(orderId) ?? 0;
    const said = records.filter(({ topic }) => consequences[topic] === owner).length;
    const owed = owes ? 1 : 0;
    if (effects > owed) this.find('doubled', orderId, `has ${effects} effects at ${owner} instead of ${owed}`);
    if (said > owed) this.find('doubled', orderId, `has ${said} events of ${owner} instead of ${owed}`);
    if (effects < owed) {
      if (this.givenUp.has(`${owner} ${orderId}`)) return 'dead-lettered';
      this.find('unseen', orderId, `was never handled by ${owner}`);
    } else if (said < owed) {
      const topics = Object.keys(consequences).filter((topic) => consequences[topic] === owner);
      if (topics.some((topic) => this.waits(topic, orderId))) return 'queued';
      this.find('lost', orderId, `has its effect at ${owner}, but the event was never published`);
    }
    return 'done';
  }

  private lastEffects(orders: readonly StoredOrder[]): number[] {
    const last = new Map<string, number>();
    for (const { orderId, atMs } of owners.flatMap((owner) => this.facts.effects[owner]))
      last.set(orderId, Math.max(last.get(orderId) ?? 0, atMs));
    return orders.map(({ orderId }) => last.get(orderId) ?? 0);
  }

  private inView({ topic, eventId, orderId }: Published) {
    const times = this.seenInView.get(eventId) ?? 0;
    if (times > 1) this.find('doubled', orderId, `has ${topic} ${times} times in the order view`);
    if (times > 0) return 'done';
    if (this.givenUp.has(`order-view ${orderId}`)) return 'dead-lettered';
    this.find('unseen', orderId, `has no ${topic} in the order view`);
    return 'done';
  }

  private findWithoutCause(): void {
    const announced = new Set(this.firsts.filter(({ topic }) => topic === orderTopic).map(({ orderId }) => orderId));
    for (const { topic, orderId, isNew } of this.firsts) {
      if (!isNew) continue;
      if (!this.facts.known.has(orderId))
        this.find('withoutCause', orderId, `is in ${topic}, but there is no such order`);
      else if (topic !== orderTopic && !announced.has(orderId))
        this.find('withoutCause', orderId, `is in ${topic}, but was never announced`);
    }
    for (const owner of owners) {
      for (const orderId of this.effectsOf[owner].keys()) {
        if (!announced.has(orderId))
          this.find('withoutCause', orderId, `has an effect at ${owner}, but was never announced`);
      }
    }
  }

  /** Ordering per key requires that all records of a key are in one partition. */
  private findSplitKeys(): void {
    const partitions = new Map<string, number>();
    for (const { topic, orderId, partition, isNew } of this.facts.published) {
      if (!isNew) continue;
      const key = `${topic} ${orderId}`;
      const first = partitions.get(key) ?? partition;
      partitions.set(key, first);
      if (first !== partition)
        this.find('outOfOrder', orderId, `is in partitions ${first} and ${partition} of ${topic}`);
    }
  }

  /** Messages of one partition are handled in sequence: their effects must be written in the order of their offsets. */
  private findOutOfOrder(owner: Owner): number {
    const sequences = new Map(this.facts.effects[owner].map(({ orderId, sequence }) => [orderId, sequence]));
    const latest = new Map<number, { sequence: number; offset: number }>();
    let compared = 0;
    const records = this.firsts.filter(({ topic, isNew }) => topic === orderTopic && isNew);
    for (const { partition, offset, orderId } of records.toSorted((a, b) => a.offset - b.offset)) {
      const sequence = sequences.get(orderId);
      // A given-up message may have been replayed later, by hand.
      if (sequence == null || this.givenUp.has(`${owner} ${orderId}`)) continue;
      const before = latest.get(partition);
      if (before) compared += 1;
      if (before && sequence < before.sequence)
        this.find(
          'outOfOrder',
          orderId,
          `was handled by ${owner} before offset ${before.offset}, but is offset ${offset}`,
        );
      else latest.set(partition, { sequence, offset });
    }
    return compared;
  }

  private waits(topic: string, orderId: string): boolean {
    return this.facts.unpublished.has(`${topic} ${orderId}`);
  }

  private find(kind: Failure, order: string, what: string): void {
    this.findings[kind].push({ order, what });
  }

  private count(): number {
    return failures.reduce((sum, kind) => sum + this.findings[kind].length, 0);
  }
}

function counted(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function listed<T>(lists: Map<string, T[]>, key: string): T[] {
  const found = lists.get(key) ?? [];
  lists.set(key, found);
  return found;
}
