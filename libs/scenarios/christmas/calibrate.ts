import type { Driver } from '#runtime';
import { Pool } from 'undici';
import { gifticonPress } from '../load/gifticons.js';
import { rushOrigin } from './giveaway.js';

const clients = 64;

/**
 * How many vouchers a second the direct design issues on this machine at its best: so many clients, each pressing again as
 * soon as it is answered. The rush is then made larger than that.
 */
export async function directCapacity(
  driver: Driver,
  path: string,
  sku: string,
  seconds: { warmUp: number; measured: number },
): Promise<number> {
  const pool = new Pool(rushOrigin(driver), { connections: clients, pipelining: 1 });
  const from = performance.now() + seconds.warmUp * 1000;
  const to = from + seconds.measured * 1000;
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
  return answered / seconds.measured;
}
