import { servicesWithDatabase } from '#runtime';
import type { BenchContext } from './benchmark.js';

/** Everything that does work for an order or a press. Monitoring always runs. */
const workers = servicesWithDatabase;

/**
 * Runs only these services during the work, and starts the others again afterwards: this measures one service, and not
 * how a machine with few cores is shared among all consumers, or among those that still catch up with the last
 * benchmark.
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
