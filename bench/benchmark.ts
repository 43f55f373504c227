import type { Driver } from '#runtime';

/** One thing measured, as a ratio against a baseline that ran in the same minutes on the same machine. */
export interface Measurement {
  what: string;
  figure: number;
  unit: string;
  /** What it is held against, with its own figure. Absent where a figure stands for itself (seconds to ready). */
  baseline?: { what: string; figure: number };
  /** The ratio (or the figure, without a baseline) that is to be reached. Absent where nothing was promised. */
  bar?: { atLeast: number } | { atMost: number };
}

export interface BenchContext {
  driver: Driver;
  /** Where bench.json will be; a benchmark may put pictures beside it. */
  folder: string;
  /** First port of the bench's own stack; ports from 200 above it are free for baselines. */
  portBase: number;
  /** Base address of a part: http://127.0.0.1:17001, or 127.0.0.1:17054 without a scheme for brokers and the database. */
  address: (part: string) => string;
  databaseUrl: (service: string) => string;
  kafkaBrokers: string[];
  /** Seconds that one round of load lasts; rounds of both sides take turns, and the median of each counts. */
  roundSeconds: number;
  rounds: number;
  /** How many orders a second, and for how long, a soak runs. */
  soak: { ratePerSecond: number; seconds: number };
  progress: (line: string) => void;
}

/** A file in bench/ that ends in .bench.ts exports one of these and has a line in bench.ts. */
export interface Benchmark {
  name: string;
  /** The services that run meanwhile; all of them, if left out. */
  only?: readonly string[];
  /** Takes so long that it must be asked for. */
  onlyByName?: boolean;
  run(context: BenchContext): Promise<Measurement[]>;
}

export const ratioOf = ({ figure, baseline }: Measurement): number | null =>
  baseline ? figure / baseline.figure : null;

/** Whether the bar was reached; null where there is none. */
export function reached(measurement: Measurement): boolean | null {
  if (!measurement.bar) return null;
  const value = ratioOf(measurement) ?? measurement.figure;
  return 'atLeast' in measurement.bar ? value >= measurement.bar.atLeast : value <= measurement.bar.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs the sides in turn, A B A B, so that a machine that gets slower is slower for both. Medians, in the order given. */
export async function inTurns(
  { rounds, progress }: Pick<BenchContext, 'rounds' | 'progress'>,
  sides: readonly { what: string; measure: () => Promise<number> }[],
): Promise<number[]> {
  const figures = sides.map((): number[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, { what, measure }] of sides.entries()) {
      const figure = await measure();
      figures[index]?.push(figure);
      progress(`round ${round} of ${rounds}: ${what}: ${figure.toFixed(0)}`);
    }
  }
  return figures.map(median);
}
