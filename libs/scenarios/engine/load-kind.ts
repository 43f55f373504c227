import type { Account, OrderFate } from '../ledger/account.js';
import type { Parameter, ParameterValues } from '../faults/parameters.js';
import type { Outcome } from '../load/outcome.js';
import type { LoadPlan } from '../load/plan.js';
import type { Design, LoadStream, Phase, Text } from './design.js';
import type { OwnFigures } from './record.js';
import type { Stage } from './stage.js';

/** The size of the load of a run: the same for all designs. */
export interface LoadSize {
  readonly phases: readonly Phase[];
  /** Parameters of the load, from the story or the command line. */
  readonly values: ParameterValues;
}

/** One design under its load. */
export interface LoadedRun {
  readonly design: Design;
  readonly seed: number;
  /** When it began, milliseconds since 1970: everything it stores is stored later. */
  readonly since: number;
}

/** A kind of request, its parameters, and its ledger: the same for all designs of a story. */
export interface LoadKind {
  readonly name: string;
  /** The parameters that a story can set, or a user with `--with`. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The highest possible rate per second, whatever the design and the machine; absent if nothing limits it. */
  readonly capacityPerSecond?: (values: ParameterValues) => number;
  /** Describes its size in a sentence for the report. */
  readonly says?: (size: LoadSize) => Text;
  /**
   * Checks the machine and creates what all runs need.
   * @throws NotPossible if something is missing on this machine
   */
  prepare(stage: Stage, size: LoadSize): Promise<PreparedLoad>;
}

/** A kind of load that is ready for the runs of one scenario. */
export interface PreparedLoad {
  /** Uses a design for some seconds without counting it, so that neither design pays for a cold start. */
  warmUp(load: LoadStream, seconds: number): Promise<void>;
  /** Creates what one run needs. */
  open(run: LoadedRun): Promise<OpenLoad>;
  close(): Promise<void>;
}

/** The load of one run, and its ledger. */
export interface OpenLoad {
  readonly details: RunDetails;
  /**
   * Waits until nothing accepted is in progress any more. Rejects only if the user aborts.
   * @returns false if the limit was reached, which is reported
   */
  drained(limitSeconds: number): Promise<boolean>;
  /** Reads what became of every accepted request. @param isDrained false: what is missing may still be queued */
  audit(outcomes: readonly Outcome[], isDrained: boolean): Promise<Audited>;
}

/** Run-specific details that requests contain. */
export type RunDetails = Partial<Pick<LoadPlan, 'sku' | 'files' | 'keys'>>;

/** The auditor's results. */
export interface Audited {
  readonly account: Account;
  readonly fates: OrderFate[];
  /** Figures that only this kind of load has. */
  readonly own?: OwnFigures;
}
