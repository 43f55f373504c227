import type { Cost } from './costs.js';

/** One part in the first, middle and last sixth of a long run. */
export interface Course {
  part: string;
  /** The minimum in that sixth, megabytes: what is left after a garbage collection. */
  memoryMb: readonly [beginning: number, middle: number, end: number];
  /** The minimum of its live heap; null if the part does not report it. */
  liveMb: readonly [beginning: number, middle: number, end: number] | null;
  /** The average over that sixth. */
  cores: readonly [beginning: number, middle: number, end: number];
  flat: boolean;
}

/** How much a part may grow from the middle to the end and still be called flat: the larger of the two applies. */
export const allowed = {
  memory: { factor: 1.05, mb: 5 },
  cpu: { factor: 1.25, cores: 0.005 },
};

/**
 * Whether each part stayed constant. A part that was just started fills its heap and gets cheaper as it is compiled, so
 * the second half of the run is judged: the end compared with the middle. The beginning is only for information. Memory
 * is judged by the live heap where it is known: V8 grows its young generation for an hour and does not give back what it
 * may need again, and a broker's JVM fills its heap before it collects all of it.
 * @param samples of the same parts at equal intervals, oldest first; at least six
 */
export function courses(samples: readonly (readonly Cost[])[]): Course[] {
  const sixth = Math.floor(samples.length / 6);
  if (sixth === 0) throw new Error(`${samples.length} samples are too few: a course needs six`);
  const middle = Math.floor((samples.length - sixth) / 2);
  const windows = [samples.slice(0, sixth), samples.slice(middle, middle + sixth), samples.slice(-sixth)] as const;
  return (samples[0] ?? []).map(({ part }) => {
    const of = (window: readonly (readonly Cost[])[]) =>
      window.flatMap((costs) => costs.filter((one) => one.part === part));
    const [beginning, half, end] = windows.map(of) as [Cost[], Cost[], Cost[]];
    const memoryMb = [leastMemory(beginning), leastMemory(half), leastMemory(end)] as const;
    const cores = [meanCores(beginning), meanCores(half), meanCores(end)] as const;
    const live = [leastLive(beginning), leastLive(half), leastLive(end)] as const;
    const liveMb = live.every(Number.isFinite) ? live : null;
    const flat = isFlat(liveMb ?? memoryMb, allowed.memory) && isFlat(cores, allowed.cpu);
    return { part, memoryMb, liveMb, cores, flat };
  });
}

const leastMemory = (costs: readonly Cost[]): number => Math.min(...costs.map(({ memoryMb }) => memoryMb));
const leastLive = (costs: readonly Cost[]): number => Math.min(...costs.map(({ liveMb }) => liveMb ?? Infinity));
const meanCores = (costs: readonly Cost[]): number => costs.reduce((sum, { cores }) => sum + cores, 0) / costs.length;

function isFlat(
  [, middle, end]: readonly [number, number, number],
  { factor, ...least }: { factor: number; mb?: number; cores?: number },
): boolean {
  return end <= Math.max(middle * factor, middle + (least.mb ?? least.cores ?? 0));
}
