import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark, Measurement } from './benchmark.js';
import { coresOf, costsDuring, memoryMbOf, type Cost } from './costs.js';
import { processesAreTold } from './processes.js';

/** A stack that was just started compiles for minutes, and its JVMs load classes. */
const settleSeconds = { quick: 5, full: 240 };
const windowSeconds = { quick: 5, full: 60 };

/** The cost of the idle stack. The cheapest window counts, because other programs on the machine only add to it. */
export const idleBenchmark: Benchmark = {
  name: 'idle',
  async run(context) {
    if (!processesAreTold) return [];
    const length = context.rounds === 1 ? 'quick' : 'full';
    await pause(settleSeconds[length] * 1_000);
    const windows: Cost[][] = [];
    for (let round = 1; round <= context.rounds; round++) {
      const costs = await costsDuring(context, windowSeconds[length]);
      context.progress(`round ${round} of ${context.rounds}: ${coresOf(costs).toFixed(3)} of a core`);
      windows.push(costs);
    }
    return measurementsOf(cheapest(windows));
  },
};

const cheapest = (windows: readonly Cost[][]): Cost[] =>
  windows.reduce((least, costs) => (coresOf(costs) < coresOf(least) ? costs : least));

function measurementsOf(costs: readonly Cost[]): Measurement[] {
  return [
    ...costs.flatMap(({ part, cores, memoryMb }): Measurement[] => [
      { what: `idle: ${part}`, figure: cores, unit: 'cores' },
      { what: `idle: memory of ${part}`, figure: memoryMb, unit: 'MB' },
    ]),
    { what: 'idle: the whole stack', figure: coresOf(costs), unit: 'cores', bar: { atMost: 0.15 } },
    { what: 'idle: memory of the whole stack', figure: memoryMbOf(costs), unit: 'MB', bar: { atMost: 2_100 } },
  ];
}
