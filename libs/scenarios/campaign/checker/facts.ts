/** Services that owe an order an effect, stored in a table of theirs. */
export const owners = ['member', 'coupon', 'review'] as const;
export type Owner = (typeof owners)[number];

/** The events that an order causes, and the service that publishes each. */
export const consequences: Readonly<Record<string, Owner>> = {
  'member.points-earned': 'member',
  'coupon.redeemed': 'coupon',
  'coupon.refused': 'coupon',
  'review.invited': 'review',
};
export const orderTopic = 'order.placed';
export const readTopics: readonly string[] = [orderTopic, ...Object.keys(consequences)];

/** What one client was told about its order. */
export interface Told {
  /** The idempotency key, the same for each retry. */
  readonly key: string;
  /** yes: 2xx. no: 4xx, or 5xx with `mayBeStored: false` each time. unknown: any other result of a sent request. */
  readonly said: 'yes' | 'no' | 'unknown';
  /** The order id in the response; null unless `said` is yes. */
  readonly orderId: string | null;
}

/** A row of the order service. */
export interface StoredOrder {
  readonly orderId: string;
  readonly key: string | null;
  readonly hasCoupon: boolean;
}

/** A row that a service wrote for an order. */
export interface Effect {
  readonly orderId: string;
  /** Its position in the order in which rows were written; null where the table does not record it. */
  readonly sequence: number | null;
  /** When it was written, by the database clock; milliseconds since 1970. */
  readonly atMs: number;
}

/** One record of a topic. */
export interface Published {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly eventId: string;
  readonly orderId: string;
  /** False for records that were in the topic before the campaign began. */
  readonly isNew: boolean;
}

/** An event that a group gave up on. */
export interface GivenUp {
  readonly group: string;
  readonly orderId: string;
}

/** Everything that was read, before any conclusion. Rows are those written since the campaign began. */
export interface Facts {
  readonly told: readonly Told[];
  /** Orders whose key is one of the campaign's. */
  readonly orders: readonly StoredOrder[];
  readonly effects: Readonly<Record<Owner, readonly Effect[]>>;
  /** Entries of the order view. */
  readonly view: readonly { readonly eventId: string; readonly orderId: string }[];
  readonly published: readonly Published[];
  readonly givenUp: readonly GivenUp[];
  /** What is in an outbox, or was set aside from it: `<topic> <key>`. */
  readonly unpublished: ReadonlySet<string>;
  /** Of the order ids in events and effects, those that exist in the order service, whoever placed them. */
  readonly known: ReadonlySet<string>;
}
