interface Sample {
  atMs: number;
  lag: number;
}

/** How far back the peak of the lag is looked for. */
const peakWithinMs = 10_000;
/** The window of the rate, and the minimum time it must cover to count: one reading per second is enough. */
const rateOverMs = 4_000;
const leastMs = 900;
/**
 * How much of the peak must be worked off, or how long the lag must have been falling, before a rate is believed: consumers
 * that have just rejoined commit their first batches slowly, and a prediction from those was wrong by up to nine times.
 */
const leastShare = 0.1;
const patienceMs = 8_000;

/**
 * Estimates when a group has caught up. The net rate (consumed minus produced) is measured over the last seconds, but not
 * from before the highest lag, so that an outage that has just ended does not count against the recovery. While the lag
 * grows, the peak is now: there is no estimate.
 */
export class DrainEstimate {
  private samples: Sample[] = [];

  /** @returns seconds until empty: 0 if it is, null if unknown */
  next(atMs: number, lag: number | null): number | null {
    if (lag === null) {
      this.samples = [];
      return null;
    }
    this.samples = [...this.samples.filter((sample) => atMs - sample.atMs <= peakWithinMs), { atMs, lag }];
    if (lag === 0) return 0;
    const peak = this.samples.reduce((highest, sample) => (sample.lag >= highest.lag ? sample : highest));
    const isBelievable = peak.lag - lag >= leastShare * peak.lag || atMs - peak.atMs >= patienceMs;
    const from = Math.max(peak.atMs, atMs - rateOverMs);
    const begin = this.samples.find((sample) => sample.atMs >= from) ?? peak;
    const elapsedMs = atMs - begin.atMs;
    if (!isBelievable || elapsedMs < leastMs) return null;
    const drainedPerMs = (begin.lag - lag) / elapsedMs;
    return drainedPerMs > 0 ? lag / drainedPerMs / 1_000 : null;
  }
}
