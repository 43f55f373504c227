import { Pool } from 'undici';
import { gifticonPress, pressPaths, type PressKind } from '../load/gifticons.js';
import type { Stage } from '../perform.js';
import { openGiveaway, rushOrigin } from './giveaway.js';

const clients = 256;

/** How long a design is pressed before it is measured, and how long it is measured. */
export interface Exercise {
  warmUpSeconds: number;
  measuredSeconds: number;
}

/** The machine's other work can take a second or two away from a measurement; nothing adds to one. */
const measurements = 3;

/**
 * How many presses a second a design answers on this machine at its best: of clients that take turns with it, so that it always
 * has enough to do and never more than it can take in. A crowd that waits for nobody gets less.
 */
export async function capacityOf(
  stage: Pick<Stage, 'driver' | 'stopping'>,
  kind: PressKind,
  exercise: Exercise,
  providerLatencyMs: number,
): Promise<number> {
  let best = await pressAtFull(stage, kind, exercise, providerLatencyMs);
  for (let n = 1; n < measurements; n++) {
    best = Math.max(best, await pressAtFull(stage, kind, { ...exercise, warmUpSeconds: 0 }, providerLatencyMs));
  }
  return best;
}

/** How many presses a second so many clients get answered, each pressing again as soon as it is: it warms a design, too. */
export async function pressAtFull(
  { driver, stopping }: Pick<Stage, 'driver' | 'stopping'>,
  kind: PressKind,
  { warmUpSeconds, measuredSeconds }: Exercise,
  providerLatencyMs: number,
): Promise<number> {
  // A give-away of its own, with more than can be issued meanwhile.
  const sku = `exercise-${Date.now().toString(36)}`;
  await openGiveaway(driver, sku, { vouchers: 1_000_000, members: 1_000_000, providerLatencyMs }, stopping);
  const pool = new Pool(rushOrigin(driver), { connections: clients, pipelining: 1 });
  const from = performance.now() + warmUpSeconds * 1000;
  const to = from + measuredSeconds * 1000;
  let presses = 0;
  let answered = 0;
  const client = async () => {
    while (performance.now() < to) {
      const { body, ...press } = gifticonPress(pressPaths[kind], presses++, { sku, seed: 0 });
      const answer = await pool.request({
        ...press,
        headers: { ...press.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await answer.body.dump();
      const now = performance.now();
      if (answer.statusCode < 300 && now >= from && now < to) answered += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    await pool.close();
  }
  return answered / measuredSeconds;
}
