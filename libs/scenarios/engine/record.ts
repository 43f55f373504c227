import type { OrderFate, Account } from '../ledger/account.js';
import type { LoadSummary, Outcome } from '../load/outcome.js';
import type { QueueSample } from './recovery.js';
import type { Design } from './design.js';

/** A fault of the run, milliseconds since 1970. `restoredAt` is when undoing it began; null if it never was. */
export interface FaultWindow {
  fault: string;
  part: string;
  /** For a fault between two parts: the other one. */
  to?: string;
  appliedAt: number;
  restoredAt: number | null;
  /** Evidence that it took effect; null if there was none. */
  evidence: string | null;
}

/** `review`, or `review and kafka` */
export const partsOf = ({ part, to }: Pick<FaultWindow, 'part' | 'to'>): string =>
  to === undefined ? part : `${part} and ${to}`;

export interface PhaseWindow {
  name: string;
  from: number;
  to: number;
}

/** The raw data of one run, before any conclusion. */
export interface RunRecord {
  design: Design;
  /** When the load began, milliseconds since 1970: second 0 of every chart. */
  startedAt: number;
  /** When the queue was empty again, or the limit was reached. */
  endedAt: number;
  phases: PhaseWindow[];
  faults: FaultWindow[];
  /** The conditions it was made under: see Scenario.given. */
  given: FaultWindow[];
  load: LoadSummary;
  outcomes: Outcome[];
  account: Account;
  fates: OrderFate[];
  /** The lag watcher's readings of each consumer group, once a second. */
  queues: Readonly<Record<string, QueueSample[]>>;
  /** Bystander requests; absent if there are none. */
  bystanders?: Outcome[];
  /** The time that the charts shade if no fault was active. */
  climax?: PhaseWindow;
  /** Figures that only this kind of load has. */
  own?: OwnFigures;
}

/** Figures that one kind of load counts and others do not. Each kind declares its own; they end up in report.json. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled where the figures are made
export interface OwnFigures {}

/** @param group null for a design without a queue @returns none for an unknown group */
export const samplesOf = ({ queues }: RunRecord, group: string | null): QueueSample[] =>
  group === null ? [] : (queues[group] ?? []);
