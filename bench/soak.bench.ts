import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLoad, type LoadSummary } from '#scenarios';
import type { BenchContext, Benchmark, Measurement } from './benchmark.js';
import { coresOf, costsDuring, memoryMbOf, type Cost } from './costs.js';
import { courses, type Course } from './flatness.js';
import { liveHeapOfPrometheus, liveHeapsOfJvms, liveHeapsOfServices } from './live-heap.js';
import { processesAreTold } from './processes.js';

const sampleCount = 60;

/** Runs the stack for a long time, with or without orders, and judges whether any part grew. */
export const soakBenchmark: Benchmark = {
  name: 'soak',
  onlyByName: true,
  async run(context) {
    if (!processesAreTold) return [];
    const { ratePerSecond, seconds } = context.soak;
    const load = ratePerSecond > 0 ? await orders(context) : undefined;
    const samples: Cost[][] = [];
    for (let sample = 1; sample <= sampleCount; sample++) {
      const costs = await withLive(context, await costsDuring(context, seconds / sampleCount), sample);
      const now = `${coresOf(costs).toFixed(3)} of a core, ${memoryMbOf(costs).toFixed(0)} MB`;
      context.progress(`sample ${sample} of ${sampleCount}: ${now}`);
      samples.push(costs);
      // Written after each sample, so that an aborted run keeps its data.
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

async function withLive(context: BenchContext, costs: readonly Cost[], sample: number): Promise<Cost[]> {
  const live = await liveHeapsOfServices(context, context.soak.seconds / sampleCount);
  const prometheus = await liveHeapOfPrometheus(context);
  if (prometheus !== null) live.set('prometheus', prometheus);
  // One collection for each sixth that is compared: more would change what is measured.
  if (sample % (sampleCount / 6) === 0)
    for (const [part, liveMb] of await liveHeapsOfJvms(context)) live.set(part, liveMb);
  return costs.map((cost) => {
    const liveMb = live.get(cost.part);
    return liveMb === undefined ? cost : { ...cost, liveMb };
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
  const times = (what: string) => [`${what}, beginning`, 'middle', 'end'];
  const header = ['part', ...times('MB'), ...times('in use'), ...times('cores'), 'flat'];
  const rows = seen.map(({ part, memoryMb, liveMb, cores, flat }) => [
    part,
    ...memoryMb.map((mb) => mb.toFixed(0)),
    ...(liveMb?.map((mb) => mb.toFixed(0)) ?? ['', '', '']),
    ...cores.map((share) => share.toFixed(3)),
    flat ? 'yes' : 'NO',
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}
