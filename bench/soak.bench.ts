import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoad, type LoadSummary } from '#scenarios';
import type { BenchContext, Benchmark, Measurement } from './benchmark.js';
import { coresOf, costsDuring, memoryMbOf, type Cost } from './costs.js';
import { courses, type Course } from './flatness.js';
import { processesAreTold } from './processes.js';

const sampleCount = 60;

/** Runs the stack for long, under orders or under none, and judges whether any part grew. */
export const soakBenchmark: Benchmark = {
  name: 'soak',
  onlyByName: true,
  async run(context) {
    if (!processesAreTold) return [];
    const { ratePerSecond, seconds } = context.soak;
    const load = ratePerSecond > 0 ? await orders(context) : undefined;
    const samples: Cost[][] = [];
    for (let sample = 1; sample <= sampleCount; sample++) {
      const costs = await costsDuring(context, seconds / sampleCount);
      const now = `${coresOf(costs).toFixed(3)} of a core, ${memoryMbOf(costs).toFixed(0)} MB`;
      context.progress(`sample ${sample} of ${sampleCount}: ${now}`);
      samples.push(costs);
      // After each: who has to end the run early keeps what was seen.
      await writeFile(join(context.folder, 'soak.json'), `${JSON.stringify({ ratePerSecond, seconds, samples })}\n`);
    }
    load?.stop();
    const sent = await load?.finished;
    const seen = courses([...samples.map((costs) => [...costs, whole(costs)])]);
    await writeFile(join(context.folder, 'soak.md'), table(seen));
    context.progress(table(seen));
    return measurementsOf(seen, sent);
  },
};

async function orders({ driver, soak }: BenchContext): Promise<{ stop(): void; finished: Promise<LoadSummary> }> {
  return startLoad({
    ...{ name: 'soak', requests: 'orders', pattern: 'poisson', seed: 1, origin: driver.address('order') },
    segments: [{ seconds: null, ratePerSecond: soak.ratePerSecond }],
    ...{ timeoutMs: 10_000, connections: 32, outcomesFile: null, endsWithInput: true },
  });
}

const whole = (costs: readonly Cost[]): Cost => ({
  part: 'the whole stack',
  cores: coresOf(costs),
  memoryMb: memoryMbOf(costs),
});

function measurementsOf(seen: readonly Course[], sent: LoadSummary | undefined): Measurement[] {
  const grown = seen.filter(({ flat }) => !flat).map(({ part }) => part);
  return [
    ...(sent
      ? [
          { what: 'soak: orders accepted', figure: sent.accepted, unit: '' },
          { what: 'soak: orders not accepted', figure: sent.offered - sent.accepted, unit: '', bar: { atMost: 0 } },
        ]
      : []),
    {
      what: `soak: parts that grew (${grown.join(', ') || 'none'})`,
      figure: grown.length,
      unit: '',
      bar: { atMost: 0 },
    },
  ];
}

function table(seen: readonly Course[]): string {
  const header = ['part', 'MB, beginning', 'middle', 'end', 'cores, beginning', 'middle', 'end', 'flat'];
  const rows = seen.map(({ part, memoryMb, cores, flat }) => [
    part,
    ...memoryMb.map((mb) => mb.toFixed(0)),
    ...cores.map((share) => share.toFixed(3)),
    flat ? 'yes' : 'NO',
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}
