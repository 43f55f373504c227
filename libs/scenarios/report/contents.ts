import type { Speed, Text } from '../engine/design.js';
import type { RunFigures, RunReport } from '../engine/figures.js';
import type { Outcome } from '../engine/finding.js';
import type { Verdict } from '../engine/verdict.js';
import type { FigureRow } from './rows.js';
import type { RunSeries } from './series.js';
import type { ReportWords } from './words.js';

/** report.json, as documented. */
export interface ReportJson {
  scenario: string;
  seed: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  runs: RunReport[];
  /** `outcome` is inconclusive, and `passed` false, if a figure does not exist. */
  expectations: { text: string; expected: string; measured: string; passed: boolean; outcome: Outcome }[];
  /** The evidence that each fault took effect; `seen` is null if there was none. */
  evidence: Verdict['evidence'];
  /** True only when the outcome is `passed`. */
  passed: boolean;
  outcome: Outcome;
}

/** Everything the three forms of a report are made from. */
export interface Report {
  scenario: { name: string; title: Text; story: Text };
  seed: number;
  speed: Speed;
  startedAt: string;
  /** The computer it ran on, in one line. */
  machine: string;
  ratePerSecond: number;
  /** The title of the shaded area in the charts. */
  faultTitle: Text;
  runs: { title: Text; figures: RunFigures; series: RunSeries }[];
  verdict: Verdict;
  words: ReportWords;
  /** How the figures were measured; caveats of these runs first. */
  method: readonly Text[];
  /** The rows of the table of all figures. */
  rows: FigureRow[];
}
