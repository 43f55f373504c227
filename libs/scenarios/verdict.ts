import type { RunFigures } from './figures.js';
import type { RunRecord } from './record.js';
import type { Expectation, Scenario, Text } from './scenario.js';

/** inconclusive: it cannot be said, because a figure does not exist or a fault did not take effect. */
export type Outcome = 'passed' | 'failed' | 'inconclusive';

/** What came of one expectation. `passed` is null when a figure does not exist: neither kept nor broken. */
export interface Finding {
  readonly measured: string;
  readonly passed: boolean | null;
}

/** One expectation, held against what was measured. */
export interface Judged extends Finding {
  readonly design: string;
  readonly text: Text;
  readonly expected: string;
}

/** A fault of a run, and what showed that it took effect; null when nothing did. */
export interface Evidence {
  readonly design: string;
  readonly fault: string;
  readonly part: string;
  readonly seen: string | null;
}

export interface Verdict {
  readonly expectations: readonly Judged[];
  readonly evidence: readonly Evidence[];
  readonly outcome: Outcome;
}

/** Judges the runs that were made. An expectation about a design that was not run is left out, not passed. */
export function judge(scenario: Scenario, runs: readonly { figures: RunFigures; record: RunRecord }[]): Verdict {
  const expectations = runs.flatMap(({ figures, record }) =>
    scenario.expectations
      .filter(({ design }) => design === figures.name)
      .map((expectation) => judgeOne(expectation, figures, record)),
  );
  const evidence = runs.flatMap(({ record: { design, faults } }) =>
    faults.map(({ fault, part, evidence: seen }) => ({ design: design.name, fault, part, seen })),
  );
  return { expectations, evidence, outcome: outcomeOf(expectations, evidence) };
}

/** A fault that did not take effect leaves nothing to judge, however green the rest is. */
function outcomeOf(expectations: readonly Judged[], evidence: readonly Evidence[]): Outcome {
  if (expectations.length === 0 || evidence.some(({ seen }) => seen === null)) return 'inconclusive';
  if (expectations.some(({ passed }) => passed === false)) return 'failed';
  return expectations.some(({ passed }) => passed === null) ? 'inconclusive' : 'passed';
}

function judgeOne({ design, text, expected, judge }: Expectation, figures: RunFigures, record: RunRecord): Judged {
  return { design, text, expected, ...judge(figures, record) };
}

export const outcomeOfFinding = ({ passed }: Finding): Outcome =>
  passed === null ? 'inconclusive' : passed ? 'passed' : 'failed';

/** `100 %`, `99.7 %`: never rounded up to a hundred. */
export function percent(share: number | null): string {
  if (share === null) return 'nothing was offered';
  const rounded = Math.round(share * 1000) / 10;
  const shown = share < 1 && rounded === 100 ? 99.9 : share > 0 && rounded === 0 ? 0.1 : rounded;
  return `${shown} %`;
}
