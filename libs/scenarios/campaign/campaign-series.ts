import { LatencyRecorder } from '../load/latency.js';
import type { Series } from '../report/series.js';
import type { CampaignRecord } from './campaign.js';
import type { CampaignSeries } from './campaign-page.js';

/** Groups on the path of an order. */
const drawnGroups = ['member', 'coupon', 'review', 'order-view'];

/** Aggregates a campaign by second. */
export function seriesOfCampaign({
  startedAt,
  endedAt,
  outcomes,
  judgement,
  queues,
}: Pick<CampaignRecord, 'startedAt' | 'endedAt' | 'outcomes' | 'judgement' | 'queues'>): CampaignSeries {
  const secondOf = (at: number) => Math.floor((at - startedAt) / 1_000);
  const seconds = secondOf(endedAt) + 1;
  const perSecond = (times: readonly number[]): Series => {
    const counts = new Array<number>(seconds).fill(0);
    for (const at of times) counts[secondOf(at)] = (counts[secondOf(at)] ?? 0) + 1;
    return counts.slice(0, seconds);
  };
  const accepted = outcomes.filter(({ ending }) => ending === 'accepted');
  const latencies = Array.from({ length: seconds }, () => new LatencyRecorder());
  for (const { scheduledAt, answeredAt } of accepted) latencies[secondOf(scheduledAt)]?.add(answeredAt - scheduledAt);
  const lagOf = (group: string): Series => {
    const lag: Series = new Array<null>(seconds).fill(null);
    for (const sample of queues[group] ?? []) {
      const second = secondOf(sample.at);
      if (second >= 0 && second < seconds) lag[second] = sample.lag;
    }
    return lag;
  };
  return {
    seconds,
    accepted: perSecond(accepted.map(({ answeredAt }) => answeredAt)),
    notAccepted: perSecond(outcomes.filter((one) => one.ending !== 'accepted').map(({ answeredAt }) => answeredAt)),
    completed: perSecond(judgement.completedAt),
    acceptP99Ms: latencies.map((latency) => latency.percentile(99)),
    lag: Object.fromEntries(drawnGroups.map((group) => [group, lagOf(group)])),
  };
}
