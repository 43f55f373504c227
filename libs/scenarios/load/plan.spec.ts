import { requestMaker, type LoadPlan } from './plan.js';
import { seeded } from './seeded.js';

const keysOf = (plan: Pick<LoadPlan, 'name' | 'keys'>) => {
  const { make } = requestMaker('keyed-orders');
  return [0, 1].map((n) => make(seeded(1, 'bodies'), n, plan as LoadPlan).headers?.['idempotency-key']);
};

test('each keyed order has its own key, and two runs of one load have different keys', () => {
  expect(keysOf({ name: 'orders' })).toEqual(['orders-0', 'orders-1']);
  expect(keysOf({ name: 'orders', keys: 'events-1' })).toEqual(['events-1-0', 'events-1-1']);
});
