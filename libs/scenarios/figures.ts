import { latencyOf } from './load/latency.js';
import type { Latency, Outcome } from './load/outcome.js';
import type { BurstFigures } from './christmas/burst-figures.js';
import type { VideoFigures } from './video/video-figures.js';
import type { PhaseWindow, RunRecord } from './record.js';
import { measureRecovery, notRecovered, type Recovery } from './recovery.js';
import type { Scenario } from './scenario.js';

/** What does not apply is null, never 0. */
export type Nullable<T> = { [Name in keyof T]: T[Name] | null };

/** One run in report.json, field by field as promised there. */
export interface RunReport {
  name: string;
  offered: number;
  accepted: number;
  /** Everything else: refused, failed, timed out, unreachable. */
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
  /** Only in the Christmas case. */
  burst?: BurstFigures;
  /** Only in the video case. */
  video?: VideoFigures;
}

/** What was offered within one phase and how it was answered. */
export interface WindowFigures {
  offered: number;
  accepted: number;
  /** Share of the offered that was accepted, 0 to 1; null when nothing was offered. */
  share: number | null;
  accept: Latency | null;
}

/** A run's report and what only the verdict looks at. */
export interface RunFigures extends RunReport {
  calm: WindowFigures;
  outage: WindowFigures;
  /** The last seconds of the load, when everything should be well again. */
  end: WindowFigures;
  stillQueued: number;
  /** Lag at the last look; null for a design without a queue. */
  finalLag: number | null;
  /** Requests that left late, and whether that was few enough for the figures to speak of the stack alone. */
  late: number;
  keptRate: boolean;
}

const endSeconds = 3;
const unmeasured: Nullable<Latency> = { p50Ms: null, p99Ms: null, maxMs: null };

/** Turns what was seen of a run into figures. Pure. */
export function figuresOf(record: RunRecord, scenario: Scenario): RunFigures {
  const { design, load, account, outcomes, samples } = record;
  const lastPhase = record.phases.at(-1);
  const end = lastPhase ? { ...lastPhase, from: lastPhase.to - endSeconds * 1000 } : undefined;
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
    calm: windowFigures(outcomes, phaseOf(record, scenario.windows.calm)),
    outage: windowFigures(outcomes, phaseOf(record, scenario.windows.outage)),
    end: windowFigures(outcomes, end),
    stillQueued: account.stillQueued,
    finalLag: samples?.at(-1)?.lag ?? null,
    late: load.late,
    keptRate: load.keptRate,
    ...(record.burst && { burst: record.burst }),
    ...(record.video && { video: record.video }),
  };
}

/** Only what report.json promises. */
export function runReport(figures: RunFigures): RunReport {
  const { name, offered, accepted, rejected, completed, lost, doubled, deadLettered } = figures;
  const { accept, completion, lag, recovery, burst, video } = figures;
  return {
    name,
    offered,
    accepted,
    rejected,
    completed,
    lost,
    doubled,
    deadLettered,
    accept,
    completion,
    lag,
    recovery,
    ...(burst && { burst }),
    ...(video && { video }),
  };
}

function recoveryOf(record: RunRecord): Recovery {
  const fault = record.faults[0];
  if (!fault?.restoredAt) return notRecovered;
  return measureRecovery({
    acceptedAt: record.outcomes.filter(({ ending }) => ending === 'accepted').map(({ answeredAt }) => answeredAt),
    completedAt: record.fates.flatMap(({ completedAt }) => completedAt ?? []),
    calmFrom: record.startedAt,
    faultAt: fault.appliedAt,
    restoredAt: fault.restoredAt,
    samples: record.samples,
  });
}

const phaseOf = (record: RunRecord, name: string): PhaseWindow | undefined =>
  record.phases.find((phase) => phase.name === name);

export function windowFigures(outcomes: readonly Outcome[], window: PhaseWindow | undefined): WindowFigures {
  const within = window
    ? outcomes.filter(({ scheduledAt }) => scheduledAt >= window.from && scheduledAt < window.to)
    : [];
  const accepted = within.filter(({ ending }) => ending === 'accepted');
  return {
    offered: within.length,
    accepted: accepted.length,
    share: within.length === 0 ? null : accepted.length / within.length,
    accept: latencyOf(accepted.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt)),
  };
}

const peak = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((highest, value) => Math.max(highest, value), 0);
