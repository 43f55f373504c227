import { orderPlaced } from '#contracts';
import type { Database } from '#database';
import type { Messaging } from '#messaging';
import { fingerprint, toOrder, type Order, type OrderRequest } from './order.js';
import { findOrderByKey, insertOrderWithEvent, type KnownMembers, type Status } from './order.table.js';

/** The result for the buyer. A refusal is a normal result. */
export type Placement =
  | { kind: 'placed'; orderId: string; totalWon: number; traceId: string | undefined }
  | { kind: 'unknown-member' }
  | { kind: 'key-reused' }
  | { kind: 'in-progress'; orderId: string }
  | { kind: 'failed'; orderId: string; because: string; timedOut: boolean };

export interface PlaceOrderNeeds {
  database: Database;
  messaging: Messaging;
  members: KnownMembers;
  newId: () => string;
  now: () => Date;
  /** The trace of the current request, so that the buyer can look it up. */
  traceId: () => string | undefined;
}

/**
 * The events design: the order and `order.placed` are stored together, and the response waits for no other service. Who
 * consumes the event, and whether they are up, makes no difference here.
 */
export async function placeOrder(
  { database, messaging, members, newId, now, traceId: currentTraceId }: PlaceOrderNeeds,
  request: OrderRequest,
  idempotencyKey?: string,
): Promise<Placement> {
  if (!(await members.has(request.memberId))) return { kind: 'unknown-member' };
  const order = toOrder(request, newId(), now());
  const traceId = currentTraceId();
  const requestHash = fingerprint(request);
  const stored = await insertOrderWithEvent(
    database,
    order,
    { traceId, idempotencyKey, requestHash },
    messaging.outboxRow(orderPlaced, toEvent(order)),
  );
  if (!stored) return repeated(database, idempotencyKey, requestHash);
  messaging.nudge();
  return { kind: 'placed', orderId: order.orderId, totalWon: order.totalWon, traceId };
}

/** The result for a key that was seen before: the first result again, if the request is the same. */
export async function repeated(
  database: Database,
  idempotencyKey: string | undefined,
  requestHash: string,
): Promise<Placement> {
  const first = idempotencyKey === undefined ? undefined : await findOrderByKey(database, idempotencyKey);
  if (!first) throw new Error('an order was not stored although its idempotency key is new');
  if (first.requestHash !== requestHash) return { kind: 'key-reused' };
  const { orderId, totalWon, traceId } = first;
  const answers: Record<Status, Placement> = {
    placed: { kind: 'placed', orderId, totalWon, traceId: traceId ?? undefined },
    pending: { kind: 'in-progress', orderId },
    failed: { kind: 'failed', orderId, because: 'this order failed before', timedOut: false },
  };
  return answers[first.status];
}

const toEvent = ({ orderId, memberId, items, totalWon, couponCode, placedAt }: Order) => ({
  orderId,
  memberId,
  items,
  totalWon,
  ...(couponCode !== undefined && { couponCode }),
  placedAt: placedAt.toISOString(),
});
