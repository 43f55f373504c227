import type { BenchContext } from './benchmark.js';

/** Everything that works when an order or a press comes in. Backends, lag-watcher and control-room run always. */
const workers = [
  ...['order', 'member', 'coupon', 'review', 'order-view'],
  ...['shop', 'gifticon', 'video', 'video-worker'],
];

/**
 * Has only these services run while the work is done, and starts the others again: what is measured is then one service, not
 * how a machine with few cores is shared among all that react to it, or among those that still catch up with the last benchmark.
 */
export async function withOnly<T>(
  { driver }: BenchContext,
  wanted: readonly string[] = workers,
  work: () => Promise<T>,
): Promise<T> {
  const others = workers.filter((part) => !wanted.includes(part));
  await Promise.all(others.map((part) => driver.stop(part)));
  try {
    return await work();
  } finally {
    await Promise.all(others.map((part) => driver.start(part)));
  }
}
