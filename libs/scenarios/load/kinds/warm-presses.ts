import { Pool } from 'undici';
import type { LoadStream } from '../../engine/design.js';
import { planOf } from '../../engine/loads.js';
import type { Stage } from '../../engine/stage.js';
import { requestMaker } from '../plan.js';
import { openGiveaway } from './giveaway.js';

const clients = 256;

/**
 * Sends presses to a design as fast as this many sequential clients can, for some seconds, until it is as warm as a
 * shop that has been open for a while. The voucher provider responds instantly here, and nothing of it remains.
 */
export async function warmPresses(
  stage: Pick<Stage, 'driver' | 'stopping'>,
  load: LoadStream,
  seconds: number,
): Promise<void> {
  // A separate give-away, with more vouchers than can be issued meanwhile.
  const sku = `exercise-${Date.now().toString(36)}`;
  const terms = { vouchers: 1_000_000, members: 1_000_000, providerLatencyMs: 0 };
  await openGiveaway(stage.driver, sku, terms, stage.stopping);
  const plan = planOf(stage, load, { seed: 0, segments: [], sku });
  const pool = new Pool(plan.origin, { connections: clients, pipelining: 1 });
  const to = performance.now() + seconds * 1_000;
  let presses = 0;
  const client = async () => {
    while (performance.now() < to && !stage.stopping.aborted) {
      const { method, path, body, headers } = requestMaker(load.requests).make(() => 0, presses++, plan);
      const answer = await pool.request({
        ...{ method, path, body: JSON.stringify(body) },
        headers: { ...headers, 'content-type': 'application/json' },
      });
      await answer.body.dump();
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    await pool.close();
  }
}
