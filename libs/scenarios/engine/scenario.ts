import type { Design, Phase, Speed, Text } from './design.js';
import type { RunFigures } from './figures.js';
import type { Finding } from './finding.js';
import type { RunRecord } from './record.js';
import type { ReportWords } from '../report/words.js';
import type { Stage } from './stage.js';

/** Something that must be true of a run, measured and judged by a computer. */
export interface Expectation {
  /** The design it is about. */
  readonly design: string;
  readonly text: Text;
  /** Short and the same in both languages: `0`, `100 %`, `≤ 50 ms`. */
  readonly expected: string;
  readonly judge: (run: RunFigures, record: RunRecord) => Finding;
}

/** A scripted story with a verdict at its end. One file in scenarios/ says everything there is to say of it. */
export interface Scenario {
  readonly name: string;
  readonly title: Text;
  /** One sentence for `scenario list` and the head of the report. */
  readonly story: Text;
  readonly designs: readonly Design[];
  readonly phases: Readonly<Record<Speed, readonly Phase[]>>;
  /** The phase that the charts are about: the one that breaks something. */
  readonly climax: string;
  /** How long the queue may take to run empty once the load is over. */
  readonly drainLimitSeconds: number;
  readonly expectations: readonly Expectation[];
  /** Given, it looks at the machine before the first run and settles what is open: the scenario as it will be told. */
  readonly prepare?: (stage: Stage, wishes: Wishes) => Promise<Scenario>;
  /** Given, it plays a design in place of perform.ts: a story with loads, a ledger and figures of its own. */
  readonly play?: (stage: Stage, performance: Performance) => Promise<RunRecord>;
  /** What the report says in its own words, where those about orders do not fit. */
  readonly wording?: ScenarioWording;
}

/** What the person may ask of a scenario beyond its speed; each scenario says which of them it knows. */
export interface Wishes {
  readonly speed: Speed;
  readonly seed: number;
  /** Kill a part in the middle of it. */
  readonly withOutage?: boolean;
  /** How long a company outside takes for its part of the work. */
  readonly providerLatencyMs?: number;
  /** Average rate limit per issuing server; 0: none. */
  readonly vouchersPerSecond?: number;
  /** A variant of the first design. */
  readonly variant?: DirectVariant;
}

/** Ways to issue a voucher inside the request: apps/shop/src/issue-directly.ts. */
export const directVariants = ['one-transaction', 'one-statement', 'row-lock'] as const;
export type DirectVariant = (typeof directVariants)[number];

export interface ScenarioWording {
  readonly words?: Partial<ReportWords>;
  /** How it was measured, instead of how orders are. */
  readonly method?: readonly Text[];
  /** More lines for the table of all figures. */
  readonly rows?: readonly { readonly label: Text; readonly cell: (run: RunFigures) => string }[];
}

/** One design of a scenario, as it is played. */
export interface Performance {
  scenario: Scenario;
  phases: readonly Phase[];
  design: Design;
  seed: number;
  /** Where the outcomes of the load are kept: orders-<design>.ndjson. */
  folder: string;
}
