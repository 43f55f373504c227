import { LatencyRecorder } from '../load/latency.js';
import { samplesOf, type RunRecord } from '../engine/record.js';

/** One value per second from second 0 of the load; null where there is none. */
export type Series = (number | null)[];

/** What the charts draw of one run. */
export interface RunSeries {
  /** Orders by the second of their answer. */
  accepted: Series;
  failed: Series;
  /** The lag of the watched queue at the end of each second. */
  lag: Series;
  ageSeconds: Series;
  /** Milliseconds by the second in which the order was due. */
  acceptP99Ms: Series;
  completionP99Ms: Series;
  /** Bystanders; empty if there are none. */
  bystandersP99Ms: Series;
  bystandersFailed: Series;
  /** Seconds since the load began. */
  fault: { from: number; to: number } | null;
  phases: { name: string; from: number; to: number }[];
}

/** Aggregates a run by second. All runs of a scenario start at their own second 0, so they can be overlaid. */
export function seriesOf(record: RunRecord): RunSeries {
  const secondOf = (at: number) => Math.floor((at - record.startedAt) / 1000);
  const since = (at: number) => (at - record.startedAt) / 1000;
  const length = Math.max(1, secondOf(record.endedAt) + 1);
  const zeros = (): Series => Array.from({ length }, () => 0);
  const accepted = zeros();
  const failed = zeros();
  const accept = new PerSecond(length);
  const completion = new PerSecond(length);
  const scheduledAt = new Map<string, number>();
  for (const outcome of record.outcomes) {
    const counts = outcome.ending === 'accepted' ? accepted : failed;
    const second = Math.min(length - 1, secondOf(outcome.answeredAt));
    counts[second] = (counts[second] ?? 0) + 1;
    if (outcome.ending !== 'accepted') continue;
    accept.add(secondOf(outcome.scheduledAt), outcome.answeredAt - outcome.scheduledAt);
    if (outcome.id !== null) scheduledAt.set(outcome.id, outcome.scheduledAt);
  }
  for (const { orderId, completionMs } of record.fates) {
    const due = scheduledAt.get(orderId);
    if (completionMs !== null && due !== undefined) completion.add(secondOf(due), completionMs);
  }
  const lag: Series = Array.from({ length }, () => null);
  const ageSeconds: Series = Array.from({ length }, () => null);
  for (const sample of samplesOf(record, record.design.group)) {
    const second = secondOf(sample.at);
    if (second < 0 || second >= length) continue;
    lag[second] = sample.lag;
    ageSeconds[second] = sample.ageSeconds ?? 0;
  }
  const shaded = broken(record) ?? record.climax;
  // Nothing is offered once the schedule is over: the lines end with the last answer, instead of falling to 0.
  const loadEnds = Math.floor(since(record.phases.at(-1)?.to ?? record.endedAt));
  const whileOffered = (series: Series): Series =>
    series.map((value, second) => (second < loadEnds || (value ?? 0) > 0 ? value : null));
  return {
    accepted: whileOffered(accepted),
    failed: whileOffered(failed),
    lag,
    ageSeconds,
    acceptP99Ms: accept.p99(),
    completionP99Ms: completion.p99(),
    ...bystandersOf(record, length),
    fault: shaded ? { from: since(shaded.from), to: since(shaded.to) } : null,
    phases: record.phases.map(({ name, from, to }) => ({ name, from: since(from), to: since(to) })),
  };
}

/** From the first fault to the end of the last. */
function broken({ faults, endedAt }: RunRecord): { from: number; to: number } | null {
  if (faults.length === 0) return null;
  return {
    from: Math.min(...faults.map(({ appliedAt }) => appliedAt)),
    to: Math.max(...faults.map(({ restoredAt }) => restoredAt ?? endedAt)),
  };
}

function bystandersOf(
  { bystanders, startedAt }: RunRecord,
  length: number,
): Pick<RunSeries, 'bystandersP99Ms' | 'bystandersFailed'> {
  if (!bystanders) return { bystandersP99Ms: [], bystandersFailed: [] };
  const answered = new PerSecond(length);
  const failed: Series = Array.from({ length }, () => 0);
  for (const { ending, scheduledAt, answeredAt } of bystanders) {
    const second = Math.floor((scheduledAt - startedAt) / 1000);
    if (ending === 'accepted') answered.add(second, answeredAt - scheduledAt);
    else if (second < length) failed[second] = (failed[second] ?? 0) + 1;
  }
  return { bystandersP99Ms: answered.p99(), bystandersFailed: failed };
}

class PerSecond {
  private readonly values: number[][];

  constructor(length: number) {
    this.values = Array.from({ length }, () => []);
  }

  add(second: number, ms: number): void {
    this.values[second]?.push(ms);
  }

  p99(): Series {
    const recorder = new LatencyRecorder();
    return this.values.map((values) => {
      recorder.reset();
      for (const value of values) recorder.add(value);
      return recorder.percentile(99);
    });
  }
}
