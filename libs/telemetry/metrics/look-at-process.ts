import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { eventLoopLag, garbageCollection, heapUsed, processCpu, processMemory, processStart } from './process.js';

/** Fires ten times a second: rarely enough to keep an idle process idle, with ten samples a second. */
const timerEveryMs = 100;

const kinds = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

let delays: ReturnType<typeof monitorEventLoopDelay> | undefined;
let cpuSecondsShown = 0;

/**
 * Updates the metrics of this process; the first call starts the measurement. These are the few that boards and alerts use:
 * prom-client's default metrics have ninety more series, read /proc at each scrape, and wake an idle process fifty times a second.
 */
export function lookAtProcess(): void {
  const lag = delays ? lateness(delays) : beginToWatch();
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  processCpu.add({}, cpuSeconds - cpuSecondsShown);
  cpuSecondsShown = cpuSeconds;
  const { rss, heapUsed: used } = process.memoryUsage();
  processMemory.set({}, rss);
  heapUsed.set({}, used);
  eventLoopLag.set({}, lag);
}

function beginToWatch(): number {
  delays = monitorEventLoopDelay({ resolution: timerEveryMs });
  delays.enable();
  processStart.set({}, Math.floor(Date.now() / 1_000 - process.uptime()));
  const series = new Map([...kinds].map(([kind, name]) => [kind, garbageCollection.bind({ kind: name })]));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      series.get(kindOf(entry))?.observe(entry.duration / 1_000);
    }
  }).observe({ entryTypes: ['gc'] });
  return 0;
}

/** The kind of garbage collection, from a detail that Node's types do not declare. */
function kindOf(entry: object): number {
  const detail: unknown = 'detail' in entry ? entry.detail : undefined;
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? Number(detail.kind) : Number.NaN;
}

/** Node measures the time between two firings, so a timer that is never late shows its own interval. */
function lateness(histogramOfDelays: ReturnType<typeof monitorEventLoopDelay>): number {
  const seconds = histogramOfDelays.percentile(99) / 1e9;
  histogramOfDelays.reset();
  return Math.max(0, seconds - timerEveryMs / 1_000);
}
