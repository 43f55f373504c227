/** One reading of the watched consumer group by the lag watcher, from the broker's side. */
export interface QueueSample {
  /** Milliseconds since 1970. */
  at: number;
  lag: number;
  /** The age of the oldest unprocessed message; null if there is none or it is unknown. */
  ageSeconds: number | null;
  /** The watcher's estimate of the time until the queue is empty; null while it grows or does not move. */
  drainSeconds: number | null;
  /** How many members share the group's partitions; null if unknown. */
  members: number | null;
  /**
   * Messages ever published to the group's topics; the difference between readings is what was published in between.
   */
  published: number;
}

/** How a part recovered. Seconds; null if not applicable or it did not happen. */
export interface Recovery {
  /** From restoring the part (starting its process) to the next completed order. */
  rejoinSeconds: number | null;
  /** From there until the backlog was no larger than at its peak before the fault. */
  drainSeconds: number | null;
  /** rejoin + drain. */
  totalSeconds: number | null;
  /** The lag watcher's prediction of drainSeconds: its first estimate after the first progress. */
  estimatedSeconds: number | null;
}

export interface RecoveryFacts {
  /** When accepted orders were answered, milliseconds since 1970, in any order. */
  acceptedAt: readonly number[];
  /** When they were completed, in any order. */
  completedAt: readonly number[];
  /** The beginning of the calm period: the start of the load. */
  calmFrom: number;
  faultAt: number;
  restoredAt: number;
  /** null for a design without a queue: it has nothing to drain. */
  samples: readonly QueueSample[] | null;
}

export const notRecovered: Recovery = {
  rejoinSeconds: null,
  drainSeconds: null,
  totalSeconds: null,
  estimatedSeconds: null,
};

/** Computes a recovery from the times at which orders were accepted and completed, to the millisecond. */
export function measureRecovery(facts: RecoveryFacts): Recovery {
  const { restoredAt, samples } = facts;
  const firstProgressAt = earliest(facts.completedAt, restoredAt);
  if (firstProgressAt === null) return notRecovered;
  const rejoinSeconds = seconds(firstProgressAt - restoredAt);
  if (samples === null) return { ...notRecovered, rejoinSeconds, totalSeconds: rejoinSeconds };
  const drainedAt = drainedFrom(facts, firstProgressAt);
  if (drainedAt === null) return { ...notRecovered, rejoinSeconds };
  // An estimate made after the queue was empty does not count.
  const estimate = samples.find(
    ({ at, drainSeconds }) => at >= firstProgressAt && at < drainedAt && drainSeconds !== null,
  );
  return {
    rejoinSeconds,
    drainSeconds: seconds(drainedAt - firstProgressAt),
    totalSeconds: seconds(drainedAt - restoredAt),
    estimatedSeconds: estimate ? seconds(estimate.at - firstProgressAt + (estimate.drainSeconds ?? 0) * 1000) : null,
  };
}

/** The first moment from `firstProgressAt` on at which the backlog is no larger than its peak in the calm period. */
function drainedFrom(facts: RecoveryFacts, firstProgressAt: number): number | null {
  const steps = [
    ...facts.acceptedAt.map((at) => ({ at, change: 1 })),
    ...facts.completedAt.map((at) => ({ at, change: -1 })),
  ].sort((a, b) => a.at - b.at || a.change - b.change);
  let backlog = 0;
  let calmPeak = 1;
  for (const { at, change } of steps) {
    backlog += change;
    if (at >= facts.calmFrom && at < facts.faultAt) calmPeak = Math.max(calmPeak, backlog);
    if (at >= firstProgressAt && backlog <= calmPeak) return at;
  }
  return null;
}

function earliest(times: readonly number[], from: number): number | null {
  let first: number | null = null;
  for (const at of times) if (at >= from && (first === null || at < first)) first = at;
  return first;
}

/** Rounded to hundredths. */
const seconds = (ms: number): number => Math.round(ms / 10) / 100;
