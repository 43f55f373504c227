import type { PhaseWindow, RunRecord } from '../engine/record.js';

/** What is counted: `5`. How long something took: `100ms`, `10s`. How often: `5/s`. */
export type Dimension = 'count' | 'time' | 'rate';

/** The run that is measured, and the part of it that a sentence names. */
export interface MeasuredPlace {
  readonly record: RunRecord;
  /** The phase after `in`; null when the whole run is meant. */
  readonly window: PhaseWindow | null;
  /** The consumer group after `of`, or `published`; null when none is named. */
  readonly group: string | null;
}

/** One figure that expectations are made of. Times are in milliseconds, rates per second. */
export interface Measure {
  /** How it is called in a story: `accept.p99`. */
  readonly name: string;
  readonly describes: string;
  /** Who saw it: a reader can look there. */
  readonly source: string;
  readonly dimension: Dimension;
  /** What may follow it: `in calm`, `of review`; or, in place of a group, `of published`. */
  readonly takes: { readonly phase?: true; readonly group?: true | 'published' };
  /** The kind of load that alone has it; every kind when left out. */
  readonly kind?: string;
  /** @returns null for what does not exist: nothing was offered, nobody looked, no queue is there. Never 0 for that. */
  readonly read: (place: MeasuredPlace) => number | null;
}
