import type { PhaseWindow, RunRecord } from '../engine/record.js';

/** A count: `5`. A duration: `100ms`, `10s`. A rate: `5/s`. */
export type Dimension = 'count' | 'time' | 'rate';

/** The measured run, and the part of it that a sentence names. */
export interface MeasuredPlace {
  readonly record: RunRecord;
  /** The phase after `in`; null for the whole run. */
  readonly window: PhaseWindow | null;
  /** The consumer group after `of`, or `published`; null if none is named. */
  readonly group: string | null;
}

/** One figure for expectations. Times are in milliseconds, rates per second. */
export interface Measure {
  /** Its name in a story: `accept.p99`. */
  readonly name: string;
  readonly describes: string;
  /** Where the figure is from, for the reader. */
  readonly source: string;
  readonly dimension: Dimension;
  /** What may follow it: `in calm`, `of review`; or, in place of a group, `of published`. */
  readonly takes: { readonly phase?: true; readonly group?: true | 'published' };
  /** The only kind of load that has it. Default: every kind. */
  readonly kind?: string;
  /**
   * @returns null for a figure that does not exist: nothing was offered, nothing was measured, there is no queue. Never
   * 0 for that.
   */
  readonly read: (place: MeasuredPlace) => number | null;
}
