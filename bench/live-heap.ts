import { readFile } from 'node:fs/promises';
import { run } from '#processes';
import type { BenchContext } from './benchmark.js';

/**
 * The smallest heap of each service in these seconds, megabytes: what is left after a garbage collection. Services
 * report it as a metric, so Prometheus is asked.
 */
export async function liveHeapsOfServices({ driver }: BenchContext, seconds: number): Promise<Map<string, number>> {
  const query = `min_over_time(nodejs_heap_size_used_bytes[${Math.ceil(seconds)}s])`;
  const answer = await fetch(`${driver.address('prometheus')}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = (await answer.json()) as Instant;
  return new Map(data.result.map(({ metric, value }) => [metric.job, Number(value[1]) / 2 ** 20]));
}

/** Prometheus's answer to an instant query, reduced to what is read here. */
interface Instant {
  data: { result: { metric: { job: string }; value: [number, string] }[] };
}

/**
 * The heap of each JVM after a full collection, megabytes. A broker fills its heap for hours before it collects all of it
 * by itself, so the collection is made here, by `jcmd`. Empty without that tool, which not every JRE has.
 */
export async function liveHeapsOfJvms({ driver }: BenchContext): Promise<Map<string, number>> {
  const heaps = new Map<string, number>();
  for (const { name, pid } of await driver.parts()) {
    if (pid === null || !(await isJvm(pid))) continue;
    await run('jcmd', [String(pid), 'GC.run']);
    const usedMb = heapInUse((await run('jcmd', [String(pid), 'GC.heap_info'])).printed);
    if (usedMb !== null) heaps.set(name, usedMb);
  }
  return heaps;
}

const isJvm = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'java';

/** @returns megabytes in use in all generations; null if the answer of `jcmd <pid> GC.heap_info` has none */
export function heapInUse(info: string): number | null {
  const generations = [...info.matchAll(/total \d+K, used (\d+)K/g)].map(([, used]) => Number(used));
  return generations.length > 0 ? generations.reduce((sum, used) => sum + used, 0) / 1_024 : null;
}
