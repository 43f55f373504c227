import { memberPointsEarned } from '#contracts';
import type { ReactionScope } from '#messaging';
import { insertPoints } from './member.table.js';
import { pointsFor } from './points.js';

/** Gives the points of one order and says so. The same work whether an event or a call asked for it. */
export async function earnPoints(
  { transaction, publish }: ReactionScope,
  order: { orderId: string; memberId: string; totalWon: number },
): Promise<{ points: number }> {
  const entry = { orderId: order.orderId, memberId: order.memberId, points: pointsFor(order.totalWon) };
  await insertPoints(transaction, entry);
  publish(memberPointsEarned, entry);
  return { points: entry.points };
}
