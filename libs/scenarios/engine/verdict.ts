import type { Finding, Outcome } from './finding.js';
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
