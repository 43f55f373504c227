import type { LoadPlan } from './load/plan.js';
import { loadProgram } from './load/run-load.js';

/**
 * The light stream of orders that `up` runs: a part of the stack like the others, with a log, that can be stopped.
 * @param origin address of the order service
 */
export function lightStream(
  origin: string,
  ordersPerSecond: number,
): { name: string; program: string; given: string[] } {
  const plan: LoadPlan = {
    name: 'light-stream',
    requests: 'orders',
    origin,
    seed: Date.now() % 2 ** 31,
    pattern: 'poisson',
    segments: [{ seconds: null, ratePerSecond: ordersPerSecond }],
    timeoutMs: 10_000,
    connections: 32,
    outcomesFile: null,
    endsWithInput: false,
  };
  return { name: 'load', program: process.execPath, given: [loadProgram, JSON.stringify(plan)] };
}
