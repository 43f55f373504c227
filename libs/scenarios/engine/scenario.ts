import type { ParameterValues } from '../faults/parameters.js';
import type { ReportWords } from '../report/words.js';
import type { Bystanders, Design, Phase, Speed, Text, WhichFault } from './design.js';
import type { Finding } from './finding.js';
import type { LoadKind, PreparedLoad } from './load-kind.js';
import type { RunRecord } from './record.js';

/** A condition that a run must meet, checked by the computer. */
export interface Expectation {
  /** The design it is about. */
  readonly design: string;
  readonly text: Text;
  /** Short and the same in both languages: `0`, `100 %`, `≤ 50 ms`. */
  readonly expected: string;
  readonly judge: (record: RunRecord) => Finding;
}

/** A scripted story with a verdict, ready to be played: read from its file, with the user's choices applied. */
export interface Scenario {
  readonly name: string;
  readonly title: Text;
  /** One sentence for `scenario list` and the head of the report. */
  readonly story: Text;
  readonly designs: readonly Design[];
  /** The kind of request of all designs. */
  readonly kind: LoadKind;
  /** Faults that are active from before the warm-up to the end of every run: conditions of the run, not an outage. */
  readonly given: readonly WhichFault[];
  readonly phases: Readonly<Record<Speed, readonly Phase[]>>;
  readonly sizes: Readonly<Record<Speed, Size>>;
  /** The phase that the charts are about: the one with the fault. */
  readonly climax: string;
  /** How long the queue may take to drain after the load. */
  readonly drainLimitSeconds: number;
  readonly expectations: readonly Expectation[];
  readonly wording: Wording;
}

/** What a speed sets besides the length of the phases. */
export interface Size {
  /** How long each design is warmed up before its run. */
  readonly warmUpSeconds: number;
  /** The parameters of the load. */
  readonly values: ParameterValues;
  readonly beside: readonly Bystanders[];
}

/** The report's texts for this story, where those about orders do not fit. */
export interface Wording {
  readonly words: Partial<ReportWords>;
  /** How it was measured, replacing the text about orders; for the first of the variants. */
  readonly method?: readonly Text[];
  readonly variants: readonly Text[];
  /** Additional rows for the table of all figures. */
  readonly rows: readonly { readonly label: Text; readonly cell: (record: RunRecord) => string }[];
}

/** One run of a design. */
export interface Performance {
  scenario: Scenario;
  speed: Speed;
  design: Design;
  /** What its load needs, ready for all designs. */
  prepared: PreparedLoad;
  seed: number;
  /** Where to write the outcomes of the load: orders-<design>.ndjson. */
  folder: string;
}
