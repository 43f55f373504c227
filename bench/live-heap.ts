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
    const liveMb = tenured((await run('jcmd', [String(pid), 'GC.heap_info'])).printed);
    if (liveMb !== null) heaps.set(name, liveMb);
  }
  return heaps;
}

const isJvm = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() === 'java';

/**
 * A full collection moves everything that is in use to the old generation. The young one already has new garbage.
 * @returns megabytes; null if the answer of `jcmd <pid> GC.heap_info` has none
 */
export function tenured(info: string): number | null {
  const [, used] = /tenured generation +total \d+K, used (\d+)K/i.exec(info) ?? [];
  return used === undefined ? null : Number(used) / 1_024;
}

/**
 * Prometheus's heap after its last collection, megabytes; null if it does not say. Go's next collection is due when the heap
 * has grown by a percentage of that: GOGC, which is 100 unless it says otherwise.
 */
export async function liveHeapOfPrometheus({ driver }: BenchContext): Promise<number | null> {
  const metrics = await (await fetch(`${driver.address('prometheus')}/metrics`)).text();
  return goLiveHeap(metrics);
}

/** @returns megabytes; null if the page of metrics has no figure */
export function goLiveHeap(metrics: string): number | null {
  const figure = (name: string) => new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1];
  const next = figure('go_memstats_next_gc_bytes');
  if (next === undefined) return null;
  return Number(next) / (1 + Number(figure('go_gc_gogc_percent') ?? 100) / 100) / 2 ** 20;
}
