import { afterStoring } from '#database';
import { fingerprint, toOrder, type Order, type OrderRequest } from './order.js';
import { finishOrder, insertPendingOrder } from './order.table.js';
import type { Neighbours } from './neighbours.js';
import { repeated, type Placement, type PlaceOrderNeeds } from './place-order.js';

export interface PlaceCoupledOrderNeeds extends Omit<PlaceOrderNeeds, 'messaging'> {
  neighbours: Neighbours;
}

/**
 * The coupled design: the same work in the same databases, but the buyer waits until member, coupon and review are
 * done. If one of them fails, the order fails, as in the talk. What the others did by then is not undone: that is the
 * price of this design, and undoing it would take a saga.
 */
export async function placeOrderCoupled(
  { database, members, neighbours, newId, now, traceId: currentTraceId }: PlaceCoupledOrderNeeds,
  request: OrderRequest,
  idempotencyKey?: string,
): Promise<Placement> {
  if (!(await members.has(request.memberId))) return { kind: 'unknown-member' };
  const order = toOrder(request, newId(), now());
  const traceId = currentTraceId();
  const requestHash = fingerprint(request);
  if (!(await insertPendingOrder(database, order, { traceId, idempotencyKey, requestHash }))) {
    return repeated(database, idempotencyKey, requestHash);
  }
  const failure = await askAll(neighbours, order);
  await afterStoring(() => finishOrder(database, order.orderId, failure ? 'failed' : 'placed'));
  if (failure) return { kind: 'failed', orderId: order.orderId, ...failure };
  return { kind: 'placed', orderId: order.orderId, totalWon: order.totalWon, traceId };
}

/** Calls one after the other, and stops at the first failure. */
async function askAll(
  neighbours: Neighbours,
  order: Order,
): Promise<{ because: string; timedOut: boolean } | undefined> {
  const { orderId, memberId, totalWon, couponCode } = order;
  const calls = [
    () => neighbours.ask('member', '/points', orderId, { orderId, memberId, totalWon }),
    ...(couponCode ? [() => neighbours.ask('coupon', '/redemptions', orderId, { orderId, couponCode })] : []),
    () => neighbours.ask('review', '/invitations', orderId, { orderId, memberId }),
  ];
  for (const call of calls) {
    const answer = await call();
    if (!answer.ok) return answer;
  }
  return undefined;
}
