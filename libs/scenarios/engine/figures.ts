import { latencyOf } from '../load/latency.js';
import type { Latency } from '../load/outcome.js';
import { recoveryOf } from '../measures/recovery.js';
import { samplesOf, type OwnFigures, type RunRecord } from './record.js';
import { bystandersIn, type BystanderFigures } from '../measures/bystanders.js';
import type { Recovery } from './recovery.js';

/** Inapplicable values are null, never 0. */
export type Nullable<T> = { [Name in keyof T]: T[Name] | null };

/** One run in report.json. */
export interface RunReport extends OwnFigures {
  name: string;
  offered: number;
  accepted: number;
  /** All other requests: refused, failed, timed out, unreachable. */
  rejected: number;
  completed: number;
  lost: number;
  doubled: number;
  deadLettered: number;
  /** From the scheduled arrival to the answer, accepted orders only. */
  accept: Nullable<Latency>;
  /** From the scheduled arrival to the last effect, completed orders only. */
  completion: Nullable<Latency>;
  lag: { peakMessages: number | null; peakAgeSeconds: number | null };
  recovery: Recovery;
  /** Bystanders, by phase; absent if there are none. */
  bystanders?: Record<string, BystanderFigures>;
}

/** A run's report, and figures that only the verdict uses. */
export interface RunFigures extends RunReport {
  stillQueued: number;
  /** The lag at the last reading; null for a design without a queue. */
  finalLag: number | null;
  /** Requests sent late, and whether few enough were late for the figures to describe the stack alone. */
  late: number;
  keptRate: boolean;
}

const unmeasured: Nullable<Latency> = { p50Ms: null, p99Ms: null, maxMs: null };

/** Computes the figures of a run. Pure. */
export function figuresOf(record: RunRecord): RunFigures {
  const { design, load, account } = record;
  const samples = design.group === null ? null : samplesOf(record, design.group);
  return {
    name: design.name,
    offered: load.offered,
    accepted: load.accepted,
    rejected: load.offered - load.accepted,
    completed: account.completed,
    lost: account.lost,
    doubled: account.doubled,
    deadLettered: account.deadLettered,
    accept: load.accept ?? unmeasured,
    completion: latencyOf(record.fates.flatMap(({ completionMs }) => completionMs ?? [])) ?? unmeasured,
    lag: {
      peakMessages: samples && peak(samples.map(({ lag }) => lag)),
      peakAgeSeconds: samples && peak(samples.flatMap(({ ageSeconds }) => ageSeconds ?? [])),
    },
    recovery: recoveryOf(record),
    stillQueued: account.stillQueued,
    finalLag: samples?.at(-1)?.lag ?? null,
    late: load.late,
    keptRate: load.keptRate,
    ...(record.bystanders && { bystanders: bystandersByPhase(record) }),
    ...record.own,
  };
}

/** Only the documented fields of report.json. */
export function runReport({ stillQueued, finalLag, late, keptRate, ...report }: RunFigures): RunReport {
  return report;
}

const bystandersByPhase = (record: RunRecord): Record<string, BystanderFigures> =>
  Object.fromEntries(record.phases.map((phase) => [phase.name, bystandersIn(record, phase)]));

const peak = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((highest, value) => Math.max(highest, value), 0);
