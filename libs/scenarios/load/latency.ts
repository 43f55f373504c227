import { build, type Histogram } from 'hdr-histogram-js';
import type { Latency } from './outcome.js';

const microsecondsPerMs = 1_000;
const tenMinutesInMicroseconds = 600_000_000;

/** Records latencies in a histogram, accurate to three digits from 1 µs to 10 minutes. */
export class LatencyRecorder {
  private readonly histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: tenMinutesInMicroseconds,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });

  add(ms: number): void {
    const microseconds = Math.round(Math.max(ms, 0) * microsecondsPerMs);
    this.histogram.recordValue(Math.min(microseconds, tenMinutesInMicroseconds));
  }

  count(): number {
    return this.histogram.totalCount;
  }

  /** Milliseconds below which this share (0 to 100) of the values lies; null if there are none. */
  percentile(share: number): number | null {
    return this.count() === 0 ? null : round(this.histogram.getValueAtPercentile(share));
  }

  summary(): Latency | null {
    if (this.count() === 0) return null;
    return {
      p50Ms: round(this.histogram.getValueAtPercentile(50)),
      p99Ms: round(this.histogram.getValueAtPercentile(99)),
      maxMs: round(this.histogram.maxValue),
    };
  }

  reset(): void {
    this.histogram.reset();
  }
}

/** Latency statistics of a list; null if it is empty. */
export function latencyOf(valuesMs: Iterable<number>): Latency | null {
  return recorded(valuesMs).summary();
}

/** Milliseconds below which this share (0 to 100) of a list lies; null if it is empty. */
export function percentileOf(valuesMs: Iterable<number>, share: number): number | null {
  return recorded(valuesMs).percentile(share);
}

function recorded(valuesMs: Iterable<number>): LatencyRecorder {
  const recorder = new LatencyRecorder();
  for (const value of valuesMs) recorder.add(value);
  return recorder;
}

/** Rounds to tenths of a millisecond: more digits would pretend to be exact. */
function round(microseconds: number): number {
  return Math.round(microseconds / 100) / 10;
}
