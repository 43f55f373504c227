import type { PhaseWindow, RunRecord } from '../engine/record.js';
import { latencyOf } from '../load/latency.js';
import type { Measure } from './measure.js';

export interface BystanderFigures {
  requests: number;
  failed: number;
  /** Of answered requests; null if there were none. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/** The latencies and failures of bystanders. @param window the whole run if null */
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
    source: 'the load generator, by the scheduled time of a request',
    read: ({ record, window }) => {
      const figures = bystandersIn(record, window);
      return figures.requests === 0 ? null : of(figures);
    },
  };
}

/** How bystanders were affected. */
export const bystanders: readonly Measure[] = [
  measure('beside.requests', 'bystander requests', 'count', ({ requests }) => requests),
  measure('beside.failed', 'bystander requests that did not succeed', 'count', ({ failed }) => failed),
  measure(
    'beside.p50',
    'half of the answered bystander requests took no longer than this',
    'time',
    ({ p50Ms }) => p50Ms,
  ),
  measure('beside.p99', '99 of 100 answered bystander requests took no longer than this', 'time', ({ p99Ms }) => p99Ms),
];
