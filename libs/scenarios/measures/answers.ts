import { percentileOf } from '../load/latency.js';
import type { Outcome } from '../load/outcome.js';
import type { Measure, MeasuredPlace } from './measure.js';

const source = 'the load generator, by the scheduled time of a request';

/** Requests of the run, or those due in the phase. */
function due({ record, window }: MeasuredPlace): readonly Outcome[] {
  if (window === null) return record.outcomes;
  return record.outcomes.filter(({ scheduledAt }) => scheduledAt >= window.from && scheduledAt < window.to);
}

/** @returns null if nothing was offered: the answers say nothing then */
function count(name: string, describes: string, counts: (outcome: Outcome) => boolean): Measure {
  return {
    ...{ name, describes, source, dimension: 'count', takes: { phase: true } },
    read: (place) => {
      const requests = due(place);
      return requests.length === 0 ? null : requests.filter(counts).length;
    },
  };
}

/** @param share 0 to 100 */
function latency(name: string, describes: string, share: number): Measure {
  return {
    ...{ name, describes, source, dimension: 'time', takes: { phase: true } },
    read: (place) => {
      const accepted = due(place).filter(({ ending }) => ending === 'accepted');
      const waits = accepted.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt);
      return percentileOf(waits, share);
    },
  };
}

/** What clients were told, and how long they waited for it. */
export const answers: readonly Measure[] = [
  count('offered', 'requests that were scheduled', () => true),
  count('accepted', 'requests that were accepted', ({ ending }) => ending === 'accepted'),
  count('failed', 'requests that were refused, failed, or timed out', ({ ending }) => ending !== 'accepted'),
  count(
    'postponed',
    'requests that were answered with 503 and Retry-After',
    ({ status, retryAfter }) => status === 503 && retryAfter === true,
  ),
  latency('accept.p50', 'half of the accepted requests were answered within this time', 50),
  latency('accept.p95', '95 of 100 accepted requests were answered within this time', 95),
  latency('accept.p99', '99 of 100 accepted requests were answered within this time', 99),
  latency('accept.max', 'the longest response time of an accepted request', 100),
];
