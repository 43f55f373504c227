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
  /** Seeds its schedule, so that streams of one name are the same in all designs; names the file of its outcomes. */
  readonly name: string;
  /** One sentence for the documents. */
  readonly describes: string;
  readonly requests: RequestKind;
  /** The part that takes them, and which of its ports; the first when left out. */
  readonly part: string;
  readonly port?: string;
  readonly pattern: ArrivalPattern;
  /** As long as a patient client waits for an answer. */
  readonly timeoutMs: number;
  readonly connections: number;
  /** How often an impatient client asks, when it gets no answer, before it gives up; once when left out. */
  readonly presses?: number;
  /**
   * As through a proxy: its connections are open before the load begins, and kept when a client has given up. Opening them
   * under load would cost this machine more than the requests.
   */
  readonly proxied?: true;
}

/** A stream beside the load, of people who only pass by: whatever happens must not harm them. */
export interface Bystanders {
  readonly stream: LoadStream;
  readonly ratePerSecond: number;
}

export interface WhichFault {
  readonly fault: string;
  readonly part: string;
  /** Of a fault between two parts: the other one. */
  readonly to?: string;
  /** What is said of the fault, as it was written: `{ by: '2s' }`. */
  readonly with?: Readonly<Record<string, string>>;
}

/** A fault within a phase. */
export interface TimedFault extends WhichFault {
  /** From the beginning of the phase. */
  readonly atMs: number;
  /** null: until the phase ends. */
  readonly forMs: number | null;
  /** The only design it happens to; all when left out. */
  readonly design?: string;
}

/** From a moment of a phase on, a service has so many instances. They go when the run ends. */
export interface TimedScale {
  readonly part: string;
  readonly instances: number;
  /** From the beginning of the phase. */
  readonly atMs: number;
  /** The only design it happens to; all when left out. */
  readonly design?: string;
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
  readonly scales?: readonly TimedScale[];
  /** The phase is prolonged until what was mended at its beginning has been back for so long: a slow machine starts parts slowly. */
  readonly steadySeconds?: number;
  /** The phase lasts until everything that was accepted is done. */
  readonly untilDone?: true;
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
