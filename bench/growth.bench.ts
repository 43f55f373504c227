import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoad } from '#scenarios';
import type { Benchmark, BenchContext, Measurement } from './benchmark.js';
import { drainRate } from './drain-rate.js';
import { growthChart, type GrowthRow } from './growth-chart.js';
import { processesAreTold, peakMemory } from './processes.js';
import { openEndless, rush } from './rush.js';

const factors = [1, 2, 4];
const basePressesPerSecond = 1_000;
const baseBacklog = 5_000;

/**
 * The Christmas case at one, two and four times the load: presses accepted at a given rate with their p99, vouchers
 * issued from a backlog, and the peak memory of both servers. Writes growth.svg beside bench.json.
 */
export const growthBenchmark: Benchmark = {
  name: 'growth',
  only: ['shop', 'gifticon'],
  async run(context) {
    const rows: GrowthRow[] = [];
    for (const factor of factors) {
      const row = { factor, ...(await accept(context, factor)), ...(await issue(context, factor)) };
      context.progress(JSON.stringify(row));
      rows.push(row);
    }
    await writeFile(join(context.folder, 'growth.svg'), growthChart(rows, basePressesPerSecond));
    return rows.flatMap(measurementsOf);
  },
};

async function accept(
  context: BenchContext,
  factor: number,
): Promise<Pick<GrowthRow, 'acceptedPerSecond' | 'p99Ms' | 'shopPeakMb'>> {
  const sku = await openEndless(context);
  const url = `http://${context.driver.address('shop', 'rush')}/gifticons`;
  await context.driver.stop('gifticon');
  await rush(url, sku, 1);
  const { result, peakMb } = await peakMemory(await pidOf(context, 'shop'), async () => {
    const load = await startLoad({
      ...{
        name: 'rush',
        requests: 'gifticons',
        pattern: 'poisson',
        seed: factor,
        sku,
        timeoutMs: 10_000,
        connections: 512,
      },
      origin: `http://${context.driver.address('shop', 'rush')}`,
      segments: [{ seconds: context.roundSeconds, ratePerSecond: basePressesPerSecond * factor }],
      ...{ outcomesFile: null, endsWithInput: true },
    });
    return load.finished;
  });
  await context.driver.start('gifticon');
  return {
    acceptedPerSecond: result.accepted / context.roundSeconds,
    p99Ms: result.accept?.p99Ms ?? Number.NaN,
    shopPeakMb: peakMb,
  };
}

async function issue(
  context: BenchContext,
  factor: number,
): Promise<Pick<GrowthRow, 'issuedPerSecond' | 'issuingPeakMb'>> {
  const sku = await openEndless(context);
  const url = `http://${context.driver.address('shop', 'rush')}/gifticons`;
  await context.driver.stop('gifticon');
  await rush(url, sku, baseBacklog / basePressesPerSecond, { overallRate: basePressesPerSecond * factor });
  await context.driver.start('gifticon');
  const { result, peakMb } = await peakMemory(await pidOf(context, 'gifticon'), () =>
    drainRate(context.databaseUrl('gifticon'), sku),
  );
  return { issuedPerSecond: result.rate, issuingPeakMb: peakMb };
}

async function pidOf({ driver }: BenchContext, part: string): Promise<number | null> {
  return (await driver.parts()).find(({ name }) => name === part)?.pid ?? null;
}

function measurementsOf(row: GrowthRow): Measurement[] {
  const load = `${(row.factor * basePressesPerSecond).toLocaleString('en')} presses/s`;
  const memory = (what: string, figure: number): Measurement[] =>
    processesAreTold ? [{ what, figure, unit: 'MB' }] : [];
  return [
    { what: `at ${load}: accepted`, figure: row.acceptedPerSecond, unit: '/s' },
    { what: `at ${load}: p99 of accepting`, figure: row.p99Ms, unit: 'ms' },
    ...memory(`at ${load}: most memory of the shop`, row.shopPeakMb),
    { what: `backlog of ${row.factor * baseBacklog}: issued`, figure: row.issuedPerSecond, unit: '/s' },
    ...memory(`backlog of ${row.factor * baseBacklog}: most memory of the issuing server`, row.issuingPeakMb),
  ];
}
