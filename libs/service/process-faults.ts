import type { FaultSettings } from '#contracts';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { shiftClock } from './shift-clock.js';

/** What the switch does to the process as a whole. */
export class ProcessFaults {
  private timers: NodeJS.Timeout[] = [];
  private ballast: number[][] = [];
  private measuredFrom = performance.eventLoopUtilization();

  constructor(private readonly exit: (code: number) => void = (code) => process.exit(code)) {}

  /** Replaces the active settings; omitted ones are turned off. */
  set({ busy, fillHeapWithinMs, exitCode, clockOffsetMs = 0 }: FaultSettings): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.ballast = [];
    this.measuredFrom = performance.eventLoopUtilization();
    shiftClock(clockOffsetMs);
    if (busy) this.block(busy);
    if (fillHeapWithinMs !== undefined) this.fillHeap(fillHeapWithinMs);
    if (exitCode !== undefined) this.timers.push(setTimeout(() => this.exit(exitCode), answeredWithinMs));
  }

  /** Event loop utilization since the switch was set, 0 to 1. */
  busyShare(): number {
    return performance.eventLoopUtilization(this.measuredFrom).utilization;
  }

  private block(busy: { share: number; blockMs: number }): void {
    const restMs = (busy.blockMs * (1 - busy.share)) / busy.share;
    const timer = setTimeout(() => {
      const until = performance.now() + busy.blockMs;
      while (performance.now() < until);
      timer.refresh();
    }, restMs);
    this.timers.push(timer);
  }

  private fillHeap(withinMs: number): void {
    const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
    const blocksPerTick = ((limit - used) / blockBytes) * (tickMs / withinMs);
    let due = 0;
    const timer = setInterval(() => {
      for (due += blocksPerTick; due >= 1; due -= 1) {
        this.ballast.push(Array.from({ length: blockBytes / bytesPerNumber }, () => Math.random()));
      }
    }, tickMs);
    this.timers.push(timer);
  }
}

/** The request that sets the switch is answered first. */
const answeredWithinMs = 50;

const tickMs = 50;
/** V8 stores an array of fractions unboxed. */
const bytesPerNumber = 8;
const blockBytes = 256 * 1024;
