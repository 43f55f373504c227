import type { RunFigures } from './figures.js';
import type { Expectation, Scenario, Text } from './scenario.js';

/** One expectation, held against what was measured. */
export interface Judged {
  design: string;
  text: Text;
  expected: string;
  measured: string;
  passed: boolean;
}

export interface Verdict {
  expectations: Judged[];
  /** True when every expectation was met. */
  passed: boolean;
}

/** Judges the runs that were made. An expectation about a design that was not run is left out, not passed. */
export function judge(scenario: Scenario, runs: readonly RunFigures[]): Verdict {
  const expectations = runs.flatMap((run) =>
    scenario.expectations.filter(({ design }) => design === run.name).map((expectation) => judgeOne(expectation, run)),
  );
  return { expectations, passed: expectations.length > 0 && expectations.every(({ passed }) => passed) };
}

function judgeOne({ design, text, expected, judge }: Expectation, run: RunFigures): Judged {
  return { design, text, expected, ...judge(run) };
}

/** `100 %`, `99.7 %`: never rounded up to a hundred. */
export function percent(share: number | null): string {
  if (share === null) return 'nothing was offered';
  const rounded = Math.round(share * 1000) / 10;
  const shown = share < 1 && rounded === 100 ? 99.9 : share > 0 && rounded === 0 ? 0.1 : rounded;
  return `${shown} %`;
}
