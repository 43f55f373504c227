import type { ParameterValues } from '../faults/parameters.js';
import type { ReportWords } from '../report/words.js';
import type { Bystanders, Design, Phase, Speed, Text, WhichFault } from './design.js';
import type { Finding } from './finding.js';
import type { LoadKind, PreparedLoad } from './load-kind.js';
import type { RunRecord } from './record.js';

/** Something that must be true of a run, measured and judged by a computer. */
export interface Expectation {
  /** The design it is about. */
  readonly design: string;
  readonly text: Text;
  /** Short and the same in both languages: `0`, `100 %`, `≤ 50 ms`. */
  readonly expected: string;
  readonly judge: (record: RunRecord) => Finding;
}

/** A scripted story with a verdict at its end, as it will be played: read from its file, with what a person asked for. */
export interface Scenario {
  readonly name: string;
  readonly title: Text;
  /** One sentence for `scenario list` and the head of the report. */
  readonly story: Text;
  readonly designs: readonly Design[];
  /** What is asked for in all of them. */
  readonly kind: LoadKind;
  /** Faults that are active from before the warm-up to the end of every run: what the parts are like, and no outage. */
  readonly given: readonly WhichFault[];
  readonly phases: Readonly<Record<Speed, readonly Phase[]>>;
  readonly sizes: Readonly<Record<Speed, Size>>;
  /** The phase that the charts are about: the one that breaks something. */
  readonly climax: string;
  /** How long the queue may take to run empty once the load is over. */
  readonly drainLimitSeconds: number;
  readonly expectations: readonly Expectation[];
  readonly wording: Wording;
}

/** What a speed says beside the length of the phases. */
export interface Size {
  /** How long each design is used before its run. */
  readonly warmUpSeconds: number;
  /** What is said of the load. */
  readonly values: ParameterValues;
  readonly beside: readonly Bystanders[];
}

/** What the report says in the story's own words, where those about orders do not fit. */
export interface Wording {
  readonly words: Partial<ReportWords>;
  /** How it was measured, instead of how orders are; of the variants that are played first. */
  readonly method?: readonly Text[];
  readonly variants: readonly Text[];
  /** More lines for the table of all figures. */
  readonly rows: readonly { readonly label: Text; readonly cell: (record: RunRecord) => string }[];
}

/** One design of a scenario, as it is played. */
export interface Performance {
  scenario: Scenario;
  speed: Speed;
  design: Design;
  /** What its load needs, ready for all designs. */
  prepared: PreparedLoad;
  seed: number;
  /** Where the outcomes of the load are kept: orders-<design>.ndjson. */
  folder: string;
}
