import { orderPlaced } from '#contracts';
import { batchReaction } from '#messaging';
import { earnPoints } from './earn-points.js';

/** All orders of a batch in one statement. The review service shows the simpler way: one statement per event. */
export const onOrderPlaced = batchReaction(orderPlaced, 'earn-points', (events, { transaction }) =>
  earnPoints(
    events.map(({ data, publish }) => ({ ...data, publish })),
    transaction,
  ),
);
