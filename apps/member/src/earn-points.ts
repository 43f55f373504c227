import { memberPointsEarned } from '#contracts';
import type { Transaction } from '#database';
import type { ReactionScope } from '#messaging';
import { insertPoints } from './member.table.js';
import { pointsFor } from './points.js';

/** An order that earns points, and how to publish that in its trace. */
export type EarningOrder = { orderId: string; memberId: string; totalWon: number } & Pick<ReactionScope, 'publish'>;

/** Gives the points for orders, in one statement, and publishes that. The same for events and for a call. */
export async function earnPoints(orders: readonly EarningOrder[], transaction: Transaction): Promise<void> {
  const entries = orders.map(({ orderId, memberId, totalWon }) => ({ orderId, memberId, points: pointsFor(totalWon) }));
  await insertPoints(transaction, entries);
  orders.forEach(({ publish }, at) => publish(memberPointsEarned, entries[at]!));
}
