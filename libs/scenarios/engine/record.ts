import type { OrderFate, Account } from '../ledger/account.js';
import type { LoadSummary, Outcome } from '../load/outcome.js';
import type { QueueSample } from './recovery.js';
import type { Design } from './design.js';

/** A fault as it was, milliseconds since 1970. `restoredAt` is when its undoing began; null when it never did. */
export interface FaultWindow {
  fault: string;
  part: string;
  /** Of a fault between two parts: the other one. */
  to?: string;
  appliedAt: number;
  restoredAt: number | null;
  /** What showed that it took effect; null when nothing did. */
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

/** Everything that was seen of one run, before anything is concluded from it. */
export interface RunRecord {
  design: Design;
  /** When the load began, milliseconds since 1970: second 0 of every chart. */
  startedAt: number;
  /** When the queue was empty again, or given up on. */
  endedAt: number;
  phases: PhaseWindow[];
  faults: FaultWindow[];
  /** The conditions it was made under: see Scenario.given. */
  given: FaultWindow[];
  load: LoadSummary;
  outcomes: Outcome[];
  account: Account;
  fates: OrderFate[];
  /** What the lag watcher saw of each consumer group, once a second. */
  queues: Readonly<Record<string, QueueSample[]>>;
  /** The requests of those who only pass by, and whom the rest must not harm; left out when nobody does. */
  bystanders?: Outcome[];
  /** The stretch that the charts shade when no fault was on. */
  climax?: PhaseWindow;
  /** What only this kind of load counts. */
  own?: OwnFigures;
}

/** Figures that one kind of load counts and others do not. Whoever counts them adds them here, and they are in report.json. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled where the figures are made
export interface OwnFigures {}

/** @param group null for a design without a queue @returns none for a group that was not seen */
export const samplesOf = ({ queues }: RunRecord, group: string | null): QueueSample[] =>
  group === null ? [] : (queues[group] ?? []);
