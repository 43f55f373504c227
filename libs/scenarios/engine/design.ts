import type { ArrivalPattern } from '../load/arrivals.js';
import type { RequestKind } from '../load/plan.js';

/** A text in both languages. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** talk: sized for the stage. fast: the same story for tests. */
export const speeds = ['talk', 'fast'] as const;
export type Speed = (typeof speeds)[number];

/** Requests of one kind sent to one part throughout the run. */
export interface LoadStream {
  /**
   * Seeds the schedule, so that streams of the same name are identical in all designs; also names the file of its
   * outcomes.
   */
  readonly name: string;
  /** One sentence for the documentation. */
  readonly describes: string;
  readonly requests: RequestKind;
  /** The part that receives them, and which of its ports. Default: the first. */
  readonly part: string;
  readonly port?: string;
  readonly pattern: ArrivalPattern;
  /** How long a client waits for an answer. */
  readonly timeoutMs: number;
  readonly connections: number;
  /** How often a client tries before it gives up. Default: once. */
  readonly presses?: number;
  /**
   * As if through a proxy: connections are opened before the load begins, and kept when a client gives up. Opening them
   * under load would cost this machine more than the requests.
   */
  readonly proxied?: true;
}

/** A stream beside the load, from users who must not be affected by what happens. */
export interface Bystanders {
  readonly stream: LoadStream;
  readonly ratePerSecond: number;
}

export interface WhichFault {
  readonly fault: string;
  readonly part: string;
  /** For a fault between two parts: the other one. */
  readonly to?: string;
  /** The fault's parameters as written: `{ by: '2s' }`. */
  readonly with?: Readonly<Record<string, string>>;
}

/** A fault within a phase. */
export interface TimedFault extends WhichFault {
  /** From the beginning of the phase. */
  readonly atMs: number;
  /** null: until the phase ends. */
  readonly forMs: number | null;
  /** The only design it affects. Default: all. */
  readonly design?: string;
}

/** The number of instances of a service, from a moment of a phase until the run ends. */
export interface TimedScale {
  readonly part: string;
  readonly instances: number;
  /** From the beginning of the phase. */
  readonly atMs: number;
  /** The only design it affects. Default: all. */
  readonly design?: string;
}

/**
 * A phase of the story. The load continues through all phases; after the last one, the queue drains. Faults that are
 * still active when a phase ends are undone.
 */
export interface Phase {
  readonly name: string;
  readonly title: Text;
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly faults?: readonly TimedFault[];
  readonly scales?: readonly TimedScale[];
  /**
   * Extends the phase until the parts restored at its beginning have been healthy for this long: a slow machine starts
   * parts slowly.
   */
  readonly steadySeconds?: number;
  /** The phase lasts until every accepted request is done. */
  readonly untilDone?: true;
}

/** One way to build the same thing; a scenario runs each of its designs under the same load. */
export interface Design {
  /** Names the run in report.json. */
  readonly name: string;
  readonly title: Text;
  readonly load: LoadStream;
  /** The consumer group whose queue is under load; null for a design without a queue. */
  readonly group: string | null;
}
