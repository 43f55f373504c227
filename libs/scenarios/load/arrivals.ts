import type { Random } from './seeded.js';

/** A segment of the schedule with a constant rate. `seconds` may be Infinity. */
export interface Segment {
  seconds: number;
  ratePerSecond: number;
}

/**
 * constant: evenly spaced. poisson: independent arrivals, as with real users. scattered: like poisson, but exactly rate
 * × length arrivals per segment, which must be finite.
 */
export type ArrivalPattern = 'constant' | 'poisson' | 'scattered';

/**
 * When each request is due, in milliseconds from the start, in order. This is the whole schedule: no request delays
 * another, so a slow server cannot slow down its own load (an open model).
 */
export function* arrivals(pattern: ArrivalPattern, segments: readonly Segment[], random: Random): Generator<number> {
  if (pattern === 'scattered') {
    yield* scattered(segments, random);
    return;
  }
  let segmentStartMs = 0;
  /** The distance left to the next arrival, in units of arrivals at rate 1. */
  let left = stride(pattern, random);
  for (const { seconds, ratePerSecond } of segments) {
    const perMs = ratePerSecond / 1000;
    const endMs = segmentStartMs + seconds * 1000;
    let at = segmentStartMs;
    while (perMs > 0 && at + left / perMs < endMs) {
      at += left / perMs;
      yield at;
      left = stride(pattern, random);
    }
    if (perMs > 0) left -= (endMs - at) * perMs;
    segmentStartMs = endMs;
  }
}

function* scattered(segments: readonly Segment[], random: Random): Generator<number> {
  let segmentStartMs = 0;
  for (const { seconds, ratePerSecond } of segments) {
    const count = scatteredCount(seconds, ratePerSecond);
    const offsets = Array.from({ length: count }, () => random() * seconds * 1_000).sort((one, other) => one - other);
    for (const offset of offsets) yield segmentStartMs + offset;
    segmentStartMs += seconds * 1_000;
  }
}

/** How many requests a scattered segment has. */
export const scatteredCount = (seconds: number, ratePerSecond: number): number => Math.round(seconds * ratePerSecond);

function stride(pattern: Exclude<ArrivalPattern, 'scattered'>, random: Random): number {
  return pattern === 'constant' ? 1 : -Math.log(1 - random());
}
