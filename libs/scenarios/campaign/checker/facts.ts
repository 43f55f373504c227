/** Services that owe an order an effect, found in a table of their own. */
export const owners = ['member', 'coupon', 'review'] as const;
export type Owner = (typeof owners)[number];

/** The events that an order causes, and the service each comes from. */
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
  /** The idempotency key it sent, the same each time it asked. */
  readonly key: string;
  /** yes: 2xx. no: 4xx, or 5xx with `mayBeStored: false` each time. unknown: everything else that was sent. */
  readonly said: 'yes' | 'no' | 'unknown';
  /** The order it was told; null unless it was told yes. */
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
  /** Its place in the order in which the rows were written; null where the table keeps none. */
  readonly sequence: number | null;
  /** When it was written, by the clock of the database; milliseconds since 1970. */
  readonly atMs: number;
}

/** One record of a topic. */
export interface Published {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly eventId: string;
  readonly orderId: string;
  /** False for what was in the topic before the campaign began. */
  readonly isNew: boolean;
}

/** An event that a group gave up on. */
export interface GivenUp {
  readonly group: string;
  readonly orderId: string;
}

/** Everything that was read, before anything is concluded from it. Rows are those written since the campaign began. */
export interface Facts {
  readonly told: readonly Told[];
  /** Orders whose key is one of the campaign's. */
  readonly orders: readonly StoredOrder[];
  readonly effects: Readonly<Record<Owner, readonly Effect[]>>;
  /** Entries of the order view. */
  readonly view: readonly { readonly eventId: string; readonly orderId: string }[];
  readonly published: readonly Published[];
  readonly givenUp: readonly GivenUp[];
  /** What lies in an outbox, or was set aside from it: `<topic> <key>`. */
  readonly unpublished: ReadonlySet<string>;
  /** Of the order ids in events and effects, those that the order service has, whoever placed them. */
  readonly known: ReadonlySet<string>;
}
