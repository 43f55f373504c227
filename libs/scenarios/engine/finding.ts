/** inconclusive: no judgement, because a figure does not exist or a fault did not take effect. */
export type Outcome = 'passed' | 'failed' | 'inconclusive';

/** The result of one expectation. `passed` is null if a figure does not exist: neither met nor broken. */
export interface Finding {
  readonly measured: string;
  readonly passed: boolean | null;
}

/** `100 %`, `99.7 %`: never rounded up to a hundred. */
export function percent(share: number | null): string {
  if (share === null) return 'nothing was offered';
  const rounded = Math.round(share * 1000) / 10;
  const shown = share < 1 && rounded === 100 ? 99.9 : share > 0 && rounded === 0 ? 0.1 : rounded;
  return `${shown} %`;
}

export const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };

export const markOf = (finding: Finding): string => marks[outcomeOfFinding(finding)];

export const outcomeOfFinding = ({ passed }: Finding): Outcome =>
  passed === null ? 'inconclusive' : passed ? 'passed' : 'failed';
