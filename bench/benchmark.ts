import type { Driver } from '#runtime';

/** One measurement, as a ratio to a baseline that ran in the same minutes on the same machine. */
export interface Measurement {
  what: string;
  figure: number;
  unit: string;
  /** What it is compared with, and its figure. Absent if the figure stands alone (seconds to ready). */
  baseline?: { what: string; figure: number };
  /** The target for the ratio (or the figure, without a baseline). Absent if there is none. */
  bar?: { atLeast: number } | { atMost: number };
}

export interface BenchContext {
  driver: Driver;
  /** The folder of bench.json; a benchmark may put pictures there too. */
  folder: string;
  /** First port of the bench's own stack; ports from 200 above it are free for baselines. */
  portBase: number;
  /**
   * Base address of a part: http://127.0.0.1:17001, or 127.0.0.1:17054 without a scheme for brokers and the database.
   */
  address: (part: string) => string;
  databaseUrl: (service: string) => string;
  kafkaBrokers: string[];
  /** Length of one round of load in seconds; rounds of both sides alternate, and the median of each counts. */
  roundSeconds: number;
  rounds: number;
  /** The rate and the length of a soak. */
  soak: { ratePerSecond: number; seconds: number };
  progress: (line: string) => void;
}

/** A file in bench/ that ends in .bench.ts exports one of these and has a line in bench.ts. */
export interface Benchmark {
  name: string;
  /** The services that run meanwhile. Default: all. */
  only?: readonly string[];
  /** Takes so long that it only runs if named. */
  onlyByName?: boolean;
  run(context: BenchContext): Promise<Measurement[]>;
}

export const ratioOf = ({ figure, baseline }: Measurement): number | null =>
  baseline ? figure / baseline.figure : null;

/** Whether the target was met; null if there is none. */
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

/**
 * Runs the sides alternately, A B A B, so that a machine that slows down is slower for both. Returns medians, in the
 * order given.
 */
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
