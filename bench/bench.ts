import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { NotPossible, openTrialPlace, startStack, type RunningStack, type Settings } from '#runtime';
import { ratioOf, reached, type BenchContext, type Benchmark, type Measurement } from './benchmark.js';
import { burstBenchmark } from './burst.bench.js';
import { eventsBenchmark } from './events.bench.js';
import { growthBenchmark } from './growth.bench.js';
import { idleBenchmark } from './idle.bench.js';
import { issuingBenchmark } from './issuing.bench.js';
import { lagWatcherBenchmark } from './lag-watcher.bench.js';
import { processesAreTold, memoryOf } from './processes.js';
import { ordersBenchmark } from './orders.bench.js';
import { soakBenchmark } from './soak.bench.js';
import { telemetryBenchmark } from './telemetry.bench.js';
import { withOnly } from './only.js';
import { wholeBenchmark } from './whole.bench.js';

/**
 * `npm run bench [-- NAME ...] [-- --quick]`, `npm run bench -- soak --rate 20 --for 60m`: starts a separate stack
 * (free ports, own data, deleted at the end), measures, prints a table and writes it to reports/bench-<time>/ as
 * bench.json and bench.md. Always exits with 0 if it could measure: these are figures of one machine on one day, and a
 * missed target is printed, not hidden.
 */
const benchmarks: readonly Benchmark[] = [
  // First, before anything has left work behind in the parts.
  idleBenchmark,
  wholeBenchmark,
  ordersBenchmark,
  eventsBenchmark,
  // The rush leaves a backlog that need not be drained: it runs after the issuing benchmarks.
  issuingBenchmark,
  growthBenchmark,
  burstBenchmark,
  telemetryBenchmark,
  lagWatcherBenchmark,
  soakBenchmark,
];

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
const toldToStop = once(stopping.signal, 'abort').then((): never => {
  throw new NotPossible('Stopped; no measurement was completed.');
});
toldToStop.catch(() => {});

/** @throws NotPossible for an unknown flag or an invalid value */
function given() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        rate: { type: 'string', default: '20' },
        for: { type: 'string', default: '60m' },
      },
    });
    const ratePerSecond = Number(values.rate);
    if (!(ratePerSecond >= 0 && ratePerSecond <= 1_000)) throw new Error('--rate takes a number from 0 to 1000.');
    const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(values.for) ?? [];
    const seconds = Number(amount) * { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
    if (!(seconds >= 60)) throw new Error('--for takes a time of a minute or more, for example 60m.');
    return { names: positionals, quick: values.quick, soak: { ratePerSecond, seconds } };
  } catch (error) {
    throw new NotPossible((error as Error).message, { cause: error });
  }
}

async function main(): Promise<void> {
  const { names, quick, soak } = given();
  const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown) {
    const known = benchmarks.map(({ name }) => name).join(', ');
    throw new NotPossible(`There is no benchmark '${unknown}'; there are: ${known}.`);
  }
  const place = await openTrialPlace(root, 'bench');
  const measuredAt = new Date().toISOString();
  const folder = join(root, 'reports', `bench-${measuredAt.replaceAll(/[:.]/g, '-')}`);
  await mkdir(folder, { recursive: true });
  try {
    const measurements = await measure(place.settings, folder, names, { quick, soak });
    print(rowsOf(measurements));
    await keep(measurements, measuredAt, folder);
  } finally {
    await place.close();
  }
}

type Extent = Pick<BenchContext, 'soak'> & { quick: boolean };

async function measure(
  settings: Settings,
  folder: string,
  names: readonly string[],
  extent: Extent,
): Promise<Measurement[]> {
  const wanted = benchmarks.filter(
    ({ name, onlyByName }) => names.includes(name) || (names.length === 0 && !onlyByName),
  );
  const measurements: Measurement[] = [];
  // With named benchmarks there is no need to wait for a measured start as well.
  const stack = names.length > 0 ? await ready(settings, { fresh: true }) : await startTwice(settings, measurements);
  try {
    if (names.length === 0) measurements.push(...memory(stack));
    for (const benchmark of wanted) {
      progress(`--- ${benchmark.name}`);
      const context = contextOf(stack, settings, folder, extent);
      const running = withOnly(context, benchmark.only, () => benchmark.run(context));
      measurements.push(...(await Promise.race([running, toldToStop])));
    }
  } finally {
    await stack.stop();
  }
  return measurements;
}

async function startTwice(settings: Settings, measurements: Measurement[]): Promise<RunningStack> {
  const first = await ready(settings, { fresh: true });
  const what = 'ready, first start (empty, everything installed)';
  measurements.push({ what, figure: first.tookMs / 1_000, unit: 's' });
  await first.stop();
  const again = await ready(settings);
  const figure = again.tookMs / 1_000;
  measurements.push({ what: 'ready again after a stop', figure, unit: 's', bar: { atMost: 25 } });
  return again;
}

async function ready(settings: Settings, { fresh = false } = {}): Promise<RunningStack> {
  const stack = await startStack({ settings, fresh, progress, stopping: stopping.signal });
  if (!stack) throw new NotPossible('The stack was stopped before it was ready.');
  return stack;
}

function contextOf(
  { driver }: RunningStack,
  { portBase }: Settings,
  folder: string,
  { quick, soak }: Extent,
): BenchContext {
  const brokers = [1, 2, 3].map((node) => driver.address(`kafka-${node}`));
  return {
    driver,
    folder,
    portBase,
    address: (part) => driver.address(part),
    databaseUrl: (service) => {
      const role = service.replaceAll('-', '_');
      return `postgres://${role}:eventstage@${driver.address('postgres')}/${role}`;
    },
    kafkaBrokers: brokers,
    roundSeconds: quick ? 3 : 10,
    rounds: quick ? 1 : 3,
    soak,
    progress,
  };
}

/** Of each part and in total. Empty where the kernel does not report it. */
function memory(stack: RunningStack): Measurement[] {
  if (!processesAreTold) return [];
  const rows = stack.state().parts.flatMap(({ name, pid }): Measurement[] => {
    if (pid === null) return [];
    return [{ what: `memory of ${name}`, figure: memoryOf(pid), unit: 'MB' }];
  });
  const total = rows.reduce((sum, { figure }) => sum + figure, 0);
  return [...rows, { what: 'memory of the whole stack', figure: total, unit: 'MB', bar: { atMost: 3_000 } }];
}

const header = ['what', 'figure', 'baseline', 'ratio', 'bar', ''];

function rowsOf(measurements: readonly Measurement[]): string[][] {
  const shown = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2);
  return measurements.map((measurement) => {
    const { what, figure, unit, baseline, bar } = measurement;
    const ratio = ratioOf(measurement);
    const wanted = bar ? ('atLeast' in bar ? `>= ${bar.atLeast}` : `<= ${bar.atMost}`) : '';
    const verdict = { true: 'reached', false: 'MISSED', null: '' }[String(reached(measurement))] ?? '';
    const against = baseline ? `${shown(baseline.figure)} ${unit} (${baseline.what})` : '';
    return [what, `${shown(figure)} ${unit}`, against, ratio === null ? '' : ratio.toFixed(2), wanted, verdict];
  });
}

function print(rows: readonly string[][]): void {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)));
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

/** The same table as Markdown. */
const markdown = (rows: readonly string[][]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');

async function keep(measurements: readonly Measurement[], measuredAt: string, folder: string): Promise<void> {
  const rows = measurements.map((one) => ({ ...one, ratio: ratioOf(one), reached: reached(one) }));
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
  await writeFile(
    join(folder, 'bench.json'),
    `${JSON.stringify({ measuredAt, machine, measurements: rows }, null, 2)}\n`,
  );
  await writeFile(join(folder, 'bench.md'), markdown(rowsOf(measurements)));
  progress(`written: ${join(folder, 'bench.json')} and bench.md`);
}

await main().catch((error: Error) => {
  progress(error instanceof NotPossible ? error.message : String(error.stack));
  process.exitCode = 2;
});
// An aborted benchmark may still be waiting for something.
process.exit();
