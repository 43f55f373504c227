import type { Account, OrderFate } from '../ledger/account.js';
import type { Parameter, ParameterValues } from '../faults/parameters.js';
import type { Outcome } from '../load/outcome.js';
import type { LoadPlan } from '../load/plan.js';
import type { Design, LoadStream, Phase, Text } from './design.js';
import type { OwnFigures } from './record.js';
import type { Stage } from './stage.js';

/** How large the load of a run is: the same for all designs. */
export interface LoadSize {
  readonly phases: readonly Phase[];
  /** What the story or a person said of the load. */
  readonly values: ParameterValues;
}

/** One design under its load. */
export interface LoadedRun {
  readonly design: Design;
  readonly seed: number;
  /** When it was begun, milliseconds since 1970: everything that it stores is stored later. */
  readonly since: number;
}

/** What is asked for, what can be said of it, and how what became of it is found out: one for all designs of a story. */
export interface LoadKind {
  readonly name: string;
  /** What a story, or a person by `--with`, can say of it. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** How much a second can be done at the most, whatever the design and the machine; left out when nothing bounds it. */
  readonly capacityPerSecond?: (values: ParameterValues) => number;
  /** How large it is, in a sentence for the report. */
  readonly says?: (size: LoadSize) => Text;
  /**
   * Looks at the machine and makes what all runs need.
   * @throws NotPossible when something is missing on this machine
   */
  prepare(stage: Stage, size: LoadSize): Promise<PreparedLoad>;
}

/** A kind of load that is ready for the runs of one scenario. */
export interface PreparedLoad {
  /** Uses a design for some seconds without counting it, so that no design pays for waking up the other. */
  warmUp(load: LoadStream, seconds: number): Promise<void>;
  /** Makes what one run needs. */
  open(run: LoadedRun): Promise<OpenLoad>;
  close(): Promise<void>;
}

/** The load of one run, and its ledger. */
export interface OpenLoad {
  readonly details: RunDetails;
  /**
   * Waits until nothing that was accepted is under way any more. Rejects only when the person wants it to end.
   * @returns false when the limit came first, which is said
   */
  drained(limitSeconds: number): Promise<boolean>;
  /** Reads what became of every accepted request. @param isDrained false: what is missing may still wait somewhere */
  audit(outcomes: readonly Outcome[], isDrained: boolean): Promise<Audited>;
}

/** What the requests of one run must know. */
export type RunDetails = Partial<Pick<LoadPlan, 'sku' | 'files' | 'keys'>>;

/** What the auditor found. */
export interface Audited {
  readonly account: Account;
  readonly fates: OrderFate[];
  /** What only this kind of load counts. */
  readonly own?: OwnFigures;
}
