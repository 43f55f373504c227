import { Pool } from 'undici';
import { gifticonPress, pressPaths, type PressKind } from '../load/gifticons.js';
import type { Stage } from '../engine/stage.js';
import { openGiveaway, rushOrigin } from './giveaway.js';

const clients = 256;

/**
 * Presses a design as hard as this many clients can that take turns with it, for some seconds: as warm as a shop that has been open
 * for a while. Codes take no time here, so that everything is warm and nothing is left of it.
 */
export async function warmBurst(
  { driver, stopping }: Pick<Stage, 'driver' | 'stopping'>,
  kind: PressKind,
  seconds: number,
): Promise<void> {
  // A give-away of its own, with more than can be issued meanwhile.
  const sku = `exercise-${Date.now().toString(36)}`;
  await openGiveaway(driver, sku, { vouchers: 1_000_000, members: 1_000_000, providerLatencyMs: 0 }, stopping);
  const pool = new Pool(rushOrigin(driver), { connections: clients, pipelining: 1 });
  const to = performance.now() + seconds * 1_000;
  let presses = 0;
  const client = async () => {
    while (performance.now() < to) {
      const { body, ...press } = gifticonPress(pressPaths[kind], presses++, { sku, seed: 0 });
      const answer = await pool.request({
        ...press,
        headers: { ...press.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
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
