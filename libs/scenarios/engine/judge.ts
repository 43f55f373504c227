import type { Outcome } from './finding.js';
import type { RunRecord } from './record.js';
import type { Expectation, Scenario } from './scenario.js';
import type { Evidence, Judged, Verdict } from './verdict.js';

/** Judges the runs that were made. An expectation about a design that was not run is left out, not passed. */
export function judge(scenario: Scenario, records: readonly RunRecord[]): Verdict {
  const expectations = records.flatMap((record) =>
    scenario.expectations
      .filter(({ design }) => design === record.design.name)
      .map((expectation) => judgeOne(expectation, record)),
  );
  const evidence = records.flatMap(({ design, faults, given }) =>
    [...given, ...faults].map(({ fault, part, to, evidence: seen }) => ({
      ...{ design: design.name, fault, part, ...(to && { to }) },
      seen,
    })),
  );
  return { expectations, evidence, outcome: outcomeOf(expectations, evidence) };
}

/** If a fault did not take effect there is nothing to judge, however green the rest is. */
function outcomeOf(expectations: readonly Judged[], evidence: readonly Evidence[]): Outcome {
  if (expectations.length === 0 || evidence.some(({ seen }) => seen === null)) return 'inconclusive';
  if (expectations.some(({ passed }) => passed === false)) return 'failed';
  return expectations.some(({ passed }) => passed === null) ? 'inconclusive' : 'passed';
}

function judgeOne({ design, text, expected, judge }: Expectation, record: RunRecord): Judged {
  return { design, text, expected, ...judge(record) };
}
