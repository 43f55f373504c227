import type { RunFigures } from './figures.js';
import type { Finding, Outcome } from './finding.js';
import type { RunRecord } from './record.js';
import type { Expectation, Scenario } from './scenario.js';
import type { Text } from './design.js';

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
  /** Of a fault between two parts: the other one. */
  readonly to?: string;
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
    faults.map(({ fault, part, to, evidence: seen }) => ({
      ...{ design: design.name, fault, part, ...(to && { to }) },
      seen,
    })),
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
