interface Sample {
  atMs: number;
  lag: number;
}

/** The window of the rate, and the minimum time it must cover to count: one reading per second is enough. */
const windowMs = 10_000;
const leastMs = 900;

/**
 * Estimates when a group has caught up. The net rate (consumed minus produced) is measured from the highest lag of the
 * last 10 seconds until now, so that an outage that has just ended does not count against the recovery; it counts if
 * the peak is at least one reading ago. While the lag grows, the peak is now: there is no estimate.
 */
export class DrainEstimate {
  private samples: Sample[] = [];

  /** @returns seconds until empty: 0 if it is, null if unknown */
  next(atMs: number, lag: number | null): number | null {
    if (lag === null) {
      this.samples = [];
      return null;
    }
    this.samples = [...this.samples.filter((sample) => atMs - sample.atMs <= windowMs), { atMs, lag }];
    if (lag === 0) return 0;
    const peak = this.samples.reduce((highest, sample) => (sample.lag >= highest.lag ? sample : highest));
    const elapsedMs = atMs - peak.atMs;
    if (elapsedMs < leastMs) return null;
    const drainedPerMs = (peak.lag - lag) / elapsedMs;
    return drainedPerMs > 0 ? lag / drainedPerMs / 1_000 : null;
  }
}
