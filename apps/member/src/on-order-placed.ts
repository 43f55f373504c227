import { orderPlaced } from '#contracts';
import { reaction } from '#messaging';
import { earnPoints } from './earn-points.js';

export const onOrderPlaced = reaction(orderPlaced, 'earn-points', async (event, scope) => {
  await earnPoints(scope, event.data);
});
