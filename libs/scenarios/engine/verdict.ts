import type { Finding, Outcome } from './finding.js';
import type { Text } from './design.js';

/** One expectation, compared with the measured value. */
export interface Judged extends Finding {
  readonly design: string;
  readonly text: Text;
  readonly expected: string;
}

/** A fault of a run, and the evidence that it took effect; null if there was none. */
export interface Evidence {
  readonly design: string;
  readonly fault: string;
  readonly part: string;
  /** For a fault between two parts: the other one. */
  readonly to?: string;
  readonly seen: string | null;
}

export interface Verdict {
  readonly expectations: readonly Judged[];
  readonly evidence: readonly Evidence[];
  readonly outcome: Outcome;
}
