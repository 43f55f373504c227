import type { PhaseWindow, RunRecord } from '../engine/record.js';
import { latencyOf } from '../load/latency.js';
import type { Measure } from './measure.js';

export interface BystanderFigures {
  requests: number;
  failed: number;
  /** Of those that were answered; null when none was. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/** How those fared who only passed by. @param window the whole run when null */
export function bystandersIn({ bystanders = [] }: RunRecord, window: PhaseWindow | null): BystanderFigures {
  const due = bystanders.filter(
    ({ scheduledAt }) => window === null || (scheduledAt >= window.from && scheduledAt < window.to),
  );
  const served = due.filter(({ ending }) => ending === 'accepted');
  const latency = latencyOf(served.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt));
  return {
    requests: due.length,
    failed: due.length - served.length,
    p50Ms: latency?.p50Ms ?? null,
    p99Ms: latency?.p99Ms ?? null,
  };
}

function measure(
  name: string,
  describes: string,
  dimension: Measure['dimension'],
  of: (figures: BystanderFigures) => number | null,
): Measure {
  return {
    ...{ name, describes, dimension, takes: { phase: true } },
    source: 'the load generator, by the time at which a request was due',
    read: ({ record, window }) => {
      const figures = bystandersIn(record, window);
      return figures.requests === 0 ? null : of(figures);
    },
  };
}

/** How those fare who only pass by. */
export const bystanders: readonly Measure[] = [
  measure('beside.requests', 'requests of those who only pass by', 'count', ({ requests }) => requests),
  measure('beside.failed', 'those of them that were not answered with yes', 'count', ({ failed }) => failed),
  measure('beside.p50', 'half of their answered requests took no longer than this', 'time', ({ p50Ms }) => p50Ms),
  measure('beside.p99', '99 of 100 of their answered requests took no longer', 'time', ({ p99Ms }) => p99Ms),
];
