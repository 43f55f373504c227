import type { Driver } from '#runtime';
import { Pool } from 'undici';
import { gifticonPress } from '../load/gifticons.js';
import { rushOrigin } from './giveaway.js';

const clients = 64;

/** How long each design is pressed before the rush, and for how much of that time it is measured. */
export interface Exercise {
  warmUpSeconds: number;
  measuredSeconds: number;
}

/**
 * How many presses a second a design answers on this machine at its best: so many clients, each pressing again as soon as it is
 * answered. Of the direct design the rush is made from it; both are warm after it, as a shop is that has been open for a while.
 */
export async function pressAtFull(
  driver: Driver,
  path: string,
  sku: string,
  { warmUpSeconds, measuredSeconds }: Exercise,
): Promise<number> {
  const pool = new Pool(rushOrigin(driver), { connections: clients, pipelining: 1 });
  const from = performance.now() + warmUpSeconds * 1000;
  const to = from + measuredSeconds * 1000;
  let presses = 0;
  let answered = 0;
  const client = async () => {
    while (performance.now() < to) {
      const { body, ...press } = gifticonPress(path, presses++, { sku, seed: 0 });
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
