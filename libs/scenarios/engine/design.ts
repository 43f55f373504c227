import type { ArrivalPattern } from '../load/arrivals.js';
import type { RequestKind } from '../load/plan.js';

/** Both languages of the talk. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** talk: fits a scene on stage. fast: the same story for tests. */
export const speeds = ['talk', 'fast'] as const;
export type Speed = (typeof speeds)[number];

/** Requests of one kind that go to one part for the whole run. */
export interface LoadStream {
  readonly name: string;
  /** One sentence for the documents; of loads that a story may ask for. */
  readonly describes?: string;
  readonly requests: RequestKind;
  /** The part that takes them. */
  readonly part: string;
  readonly pattern: ArrivalPattern;
  /** As long as a patient client waits for an answer. */
  readonly timeoutMs: number;
  readonly connections: number;
}

/** A fault within a phase. */
export interface TimedFault {
  readonly fault: string;
  readonly part: string;
  /** Of a fault between two parts: the other one. */
  readonly to?: string;
  /** What is said of the fault, as it was written: `{ by: '2s' }`. */
  readonly with?: Readonly<Record<string, string>>;
  /** From the beginning of the phase. */
  readonly atMs: number;
  /** null: until the phase ends. */
  readonly forMs: number | null;
}

/**
 * A stretch of the story. The load goes on through all of them; after the last, the queue is let run empty. What is still
 * broken when a phase ends is mended then.
 */
export interface Phase {
  readonly name: string;
  readonly title: Text;
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly faults?: readonly TimedFault[];
  /** The phase is prolonged until what was mended at its beginning has been back for so long: a slow machine starts parts slowly. */
  readonly steadySeconds?: number;
}

/** One way to build the same thing; a scenario runs each of its designs under the same load. */
export interface Design {
  /** Names the run in report.json. */
  readonly name: string;
  readonly title: Text;
  readonly load: LoadStream;
  /** The consumer group whose queue takes the strain; null when the design has no queue. */
  readonly group: string | null;
}
