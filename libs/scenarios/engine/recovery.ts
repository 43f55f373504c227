/** One look at the watched consumer group, as the lag watcher saw it from the broker's side. */
export interface QueueSample {
  /** Milliseconds since 1970. */
  at: number;
  lag: number;
  /** How old the oldest unprocessed message was; null when there was none or it is not known. */
  ageSeconds: number | null;
  /** The watcher's estimate of when the queue is empty; null while it grows or does not move. */
  drainSeconds: number | null;
  /** How many share the group's partitions; null when that is not known. */
  members: number | null;
  /** Messages ever published to the topics that the group reads: how much it grew is how much was published. */
  published: number;
}

/** How a part came back. Seconds; null for what does not apply or did not happen. */
export interface Recovery {
  /** From restoring the part (its process is started) to the first order completed again. */
  rejoinSeconds: number | null;
  /** From there until no more orders waited than at the worst moment of the calm. */
  drainSeconds: number | null;
  /** rejoin + drain. */
  totalSeconds: number | null;
  /** What the lag watcher foretold for drainSeconds, at its first estimate after the first progress. */
  estimatedSeconds: number | null;
}

export interface RecoveryFacts {
  /** When accepted orders were answered, milliseconds since 1970, in any order. */
  acceptedAt: readonly number[];
  /** When they were completed, in any order. */
  completedAt: readonly number[];
  /** From when the calm is looked at: the start of the load. */
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

/** Measures a recovery from the times at which orders were accepted and completed, to the millisecond. */
export function measureRecovery(facts: RecoveryFacts): Recovery {
  const { restoredAt, samples } = facts;
  const firstProgressAt = earliest(facts.completedAt, restoredAt);
  if (firstProgressAt === null) return notRecovered;
  const rejoinSeconds = seconds(firstProgressAt - restoredAt);
  if (samples === null) return { ...notRecovered, rejoinSeconds, totalSeconds: rejoinSeconds };
  const drainedAt = drainedFrom(facts, firstProgressAt);
  if (drainedAt === null) return { ...notRecovered, rejoinSeconds };
  // Asked after the queue was empty, an estimate is none.
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

/** The first moment from `firstProgressAt` on when the backlog is no higher than it ever was in the calm. */
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

/** Hundredths. */
const seconds = (ms: number): number => Math.round(ms / 10) / 100;
