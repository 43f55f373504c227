import { servicesWithDatabase } from '#runtime';
import type { BenchContext } from './benchmark.js';

/** Everything that works when an order or a press comes in. Those who only watch run always. */
const workers = servicesWithDatabase;

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
