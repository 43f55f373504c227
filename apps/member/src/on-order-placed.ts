import { orderPlaced } from '#contracts';
import { batchReaction } from '#messaging';
import { earnPoints } from './earn-points.js';

/** All the orders of a batch with one statement. The review service shows the plainer way: one event, one statement. */
export const onOrderPlaced = batchReaction(orderPlaced, 'earn-points', (events, { transaction }) =>
  earnPoints(
    events.map(({ data, publish }) => ({ ...data, publish })),
    transaction,
  ),
);
