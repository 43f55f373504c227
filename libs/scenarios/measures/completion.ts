import type { OrderFate } from '../ledger/account.js';
import { latencyOf } from '../load/latency.js';
import type { Latency } from '../load/outcome.js';
import type { Measure, MeasuredPlace } from './measure.js';
import { looksAt } from './queue.js';

const source = 'the auditor, from the times of the effects in the databases';

function finished({ record, window }: MeasuredPlace): OrderFate[] {
  return record.fates.filter(
    ({ completedAt }) => completedAt !== null && (!window || (completedAt >= window.from && completedAt < window.to)),
  );
}

function latency(name: string, describes: string, of: keyof Latency): Measure {
  return {
    ...{ name, describes, source, dimension: 'time', takes: { phase: true } },
    read: (place) => latencyOf(finished(place).flatMap(({ completionMs }) => completionMs ?? []))?.[of] ?? null,
  };
}

/** @returns null if there are fewer than two readings of the queue */
function publishedPerSecond(place: MeasuredPlace): number | null {
  const looks = looksAt({ ...place, group: null }) ?? [];
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last || last.at <= first.at) return null;
  return ((last.published - first.published) * 1_000) / (last.at - first.at);
}

/** When all the work of an order was done. In a phase: of the orders completed in it, whenever they were placed. */
export const completion: readonly Measure[] = [
  {
    name: 'completed',
    describes: 'accepted requests whose last effect was written',
    ...{ source, dimension: 'count', takes: { phase: true } },
    read: (place) => (place.record.fates.length === 0 ? null : finished(place).length),
  },
  {
    name: 'throughput',
    describes:
      'requests completed per second: above 0 if work continued in a phase. `of published`: messages published per second to the topics of the queue',
    ...{
      source: `${source}; of published: the lag watcher`,
      dimension: 'rate',
      takes: { phase: true, group: 'published' },
    },
    read: (place) => {
      if (place.group !== null) return publishedPerSecond(place);
      const { record, window } = place;
      const seconds = ((window?.to ?? record.endedAt) - (window?.from ?? record.startedAt)) / 1_000;
      return record.fates.length === 0 || seconds <= 0 ? null : finished(place).length / seconds;
    },
  },
  latency('completion.p50', 'half of the completed requests completed within this time', 'p50Ms'),
  latency('completion.p99', '99 of 100 completed requests completed within this time', 'p99Ms'),
  latency('completion.max', 'the longest time until a request completed', 'maxMs'),
];
