import type { RequestKind } from './load/plan.js';
import type { ArrivalPattern } from './load/arrivals.js';
import type { RunFigures } from './figures.js';

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
  readonly requests: RequestKind;
  /** The part that takes them. */
  readonly part: string;
  readonly pattern: ArrivalPattern;
  /** As long as a patient client waits for an answer. */
  readonly timeoutMs: number;
  readonly connections: number;
}

/** A stretch of the story. The load goes on through all of them; after the last, the queue is let run empty. */
export interface Phase {
  readonly name: string;
  readonly title: Text;
  readonly seconds: number;
  readonly ratePerSecond: number;
  /** Applied when the phase begins. */
  readonly inject?: readonly { readonly fault: string; readonly part: string }[];
  /** Undoes every fault of this run when the phase begins. */
  readonly restore?: boolean;
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

/** Something that must be true of a run, measured and judged by a computer. */
export interface Expectation {
  /** The design it is about. */
  readonly design: string;
  readonly text: Text;
  /** Short and the same in both languages: `0`, `100 %`, `≤ 50 ms`. */
  readonly expected: string;
  readonly judge: (run: RunFigures) => { measured: string; passed: boolean };
}

/** A scripted story with a verdict at its end. One file in scenarios/ says everything there is to say of it. */
export interface Scenario {
  readonly name: string;
  readonly title: Text;
  /** One sentence for `scenario list` and the head of the report. */
  readonly story: Text;
  readonly designs: readonly Design[];
  readonly phases: Readonly<Record<Speed, readonly Phase[]>>;
  /** Names of the phases that figures are taken of: before the fault, and during it. */
  readonly windows: { readonly calm: string; readonly outage: string };
  /** How long the queue may take to run empty once the load is over. */
  readonly drainLimitSeconds: number;
  readonly expectations: readonly Expectation[];
}
