import type { LoadKind } from '../../engine/load-kind.js';
import { planOf } from '../../engine/loads.js';
import type { LoadStream } from '../../engine/design.js';
import type { Stage } from '../../engine/stage.js';
import { groupsOf, queuesEmpty } from '../../engine/watch-queue.js';
import { openLedger } from '../../ledger/open-ledger.js';
import type { AcceptedOrder } from '../../ledger/account.js';
import type { Outcome } from '../outcome.js';
import { startLoad } from '../run-load.js';

const warmUpRate = 30;

/** Orders: each is done when points, coupon and review invitation are written. */
export const orders: LoadKind = {
  name: 'orders',
  parameters: {},
  prepare: async (stage) => {
    const ledger = await openLedger(stage.driver);
    return {
      warmUp: (load, seconds) => warmedUp(stage, load, seconds),
      open: async ({ design, since }) => ({
        details: { keys: `${design.name}-${since}` },
        drained: async (limitSeconds) => queuesEmpty(stage, await groupsOf(stage.driver), limitSeconds),
        audit: (outcomes) => ledger.audit(acceptedOrders(outcomes)),
      }),
      close: () => ledger.close(),
    };
  },
};

async function warmedUp(stage: Stage, stream: LoadStream, seconds: number): Promise<void> {
  const segments = [{ seconds, ratePerSecond: warmUpRate }];
  const load = await startLoad(
    planOf(stage, stream, { name: 'warm-up', keys: `warm-up-${Date.now()}`, seed: 0, segments }),
  );
  const giveUp = () => load.stop();
  stage.stopping.addEventListener('abort', giveUp, { once: true });
  await load.finished.finally(() => stage.stopping.removeEventListener('abort', giveUp));
}

/** @throws if an answer said "accepted" without an order id: such a promise cannot be audited */
function acceptedOrders(outcomes: readonly Outcome[]): AcceptedOrder[] {
  return outcomes
    .filter(({ ending }) => ending === 'accepted')
    .map(({ id, scheduledAt, n }) => {
      if (id === null) throw new Error(`request ${n} was accepted without an order id`);
      return { orderId: id, scheduledAt };
    });
}
