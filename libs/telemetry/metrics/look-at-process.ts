import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { eventLoopLag, garbageCollection, heapUsed, processCpu, processMemory, processStart } from './process.js';

/** A timer that fires ten times a second: seldom enough to leave an idle process idle, and a second has ten of them. */
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
 * Brings the figures of this process up to date; the first call begins to watch. They are the few that boards and alerts ask for:
 * prom-client's own collection has ninety series more, looks through /proc at each scrape, and wakes an idle process fifty times
 * a second.
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
      const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
      series.get(kind)?.observe(entry.duration / 1_000);
    }
  }).observe({ entryTypes: ['gc'] });
  return 0;
}

/** Node counts from one firing to the next, so a timer that is never late shows its own interval. */
function lateness(histogramOfDelays: ReturnType<typeof monitorEventLoopDelay>): number {
  const seconds = histogramOfDelays.percentile(99) / 1e9;
  histogramOfDelays.reset();
  return Math.max(0, seconds - timerEveryMs / 1_000);
}
