import { samplesOf, type RunRecord } from '../engine/record.js';
import { measureRecovery, notRecovered, type Recovery } from '../engine/recovery.js';
import type { Measure } from './measure.js';

/** Recovery from the moment the last fault was undone; the calm period lasts until the first one. */
export function recoveryOf(record: RunRecord): Recovery {
  const { faults, outcomes, fates, startedAt, design } = record;
  const [first] = faults;
  const restored = faults.map(({ restoredAt }) => restoredAt ?? Infinity);
  const restoredAt = Math.max(...restored);
  if (!first || !Number.isFinite(restoredAt)) return notRecovered;
  return measureRecovery({
    acceptedAt: outcomes.filter(({ ending }) => ending === 'accepted').map(({ answeredAt }) => answeredAt),
    completedAt: fates.flatMap(({ completedAt }) => completedAt ?? []),
    ...{ calmFrom: startedAt, faultAt: first.appliedAt, restoredAt },
    samples: design.group === null ? null : samplesOf(record, design.group),
  });
}

function time(name: string, describes: string, source: string, of: keyof Recovery): Measure {
  return {
    ...{ name, describes, source, dimension: 'time', takes: {} },
    read: ({ record }) => {
      const seconds = recoveryOf(record)[of];
      return seconds === null ? null : seconds * 1_000;
    },
  };
}

const auditor = 'the auditor, from the times at which orders were completed';

/** How the stack recovered, from the moment the last fault was undone. */
export const recovery: readonly Measure[] = [
  time(
    'recovery.rejoin',
    'time from the end of the last fault until the next request was completed',
    auditor,
    'rejoinSeconds',
  ),
  time(
    'recovery.drain',
    'from there until the backlog was no larger than at its peak before the fault',
    auditor,
    'drainSeconds',
  ),
  time('recovery.total', 'rejoin and drain', auditor, 'totalSeconds'),
  time('recovery.estimate', "the lag watcher's first estimate of the drain", 'the lag watcher', 'estimatedSeconds'),
];
