import type { GroupLag } from '#contracts';
import { metrics } from '#telemetry';
import type { Scrape } from './scrape.js';

const shownGauges = [
  metrics.consumerGroupLag,
  metrics.consumerGroupLagAge,
  metrics.consumerGroupCommittedOffset,
  metrics.consumerGroupDrain,
  metrics.consumerGroupMembers,
  metrics.consumerGroupUncommittedPartitions,
  metrics.consumerGroupAlerting,
  metrics.consumerGroupState,
] as const;

const topicGauges = [
  metrics.partitionEndOffset,
  metrics.partitionReplicas,
  metrics.partitionInSyncReplicas,
  metrics.brokersUp,
  metrics.topicMissing,
] as const;

/** Keeps a lost broker listed, so that it reads 0 instead of disappearing. */
const brokersSeen = new Set<string>();

/** Exports all groups from scratch, so that unknown values (a deleted group, an estimate) disappear. */
export function showGroups(groups: readonly GroupLag[]): void {
  for (const gauge of shownGauges) gauge.clear();
  for (const { group, state, members, partitions, drainSeconds, alerting } of groups) {
    metrics.consumerGroupState.set({ consumergroup: group, state }, 1);
    metrics.consumerGroupAlerting.set({ consumergroup: group }, alerting ? 1 : 0);
    if (members !== null) metrics.consumerGroupMembers.set({ consumergroup: group }, members);
    if (drainSeconds !== null) metrics.consumerGroupDrain.set({ consumergroup: group }, drainSeconds);
    for (const [topic, count] of uncommittedIn(partitions)) {
      metrics.consumerGroupUncommittedPartitions.set({ consumergroup: group, topic }, count);
    }
    for (const { topic, partition, committed, lag, ageSeconds } of partitions) {
      const labels = { consumergroup: group, topic, partition: String(partition) };
      if (lag !== null) metrics.consumerGroupLag.set(labels, lag);
      if (ageSeconds !== null) metrics.consumerGroupLagAge.set(labels, ageSeconds);
      if (committed !== null) metrics.consumerGroupCommittedOffset.set(labels, committed);
    }
  }
}

/** The number of partitions without a commit, by topic, including 0. */
function uncommittedIn(partitions: GroupLag['partitions']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topic, committed } of partitions) {
    counts.set(topic, (counts.get(topic) ?? 0) + (committed === null ? 1 : 0));
  }
  return counts;
}

export type ShownTopics = Pick<Scrape, 'ends' | 'partitions' | 'brokers' | 'missing'>;

export function showTopics({ ends, partitions, brokers, missing }: ShownTopics): void {
  for (const gauge of topicGauges) gauge.clear();
  for (const topic of missing) metrics.topicMissing.set({ topic }, 1);
  for (const { topic, partition, offset } of ends) {
    metrics.partitionEndOffset.set({ topic, partition: String(partition) }, Number(offset));
  }
  for (const { topic, partition, replicas, inSync } of partitions) {
    const labels = { topic, partition: String(partition) };
    metrics.partitionReplicas.set(labels, replicas);
    metrics.partitionInSyncReplicas.set(labels, inSync);
  }
  if (!brokers) return metrics.brokerUp.clear();
  metrics.brokersUp.set({}, brokers.length);
  for (const broker of brokers) brokersSeen.add(broker);
  for (const broker of brokersSeen) metrics.brokerUp.set({ broker }, brokers.includes(broker) ? 1 : 0);
}

/** Nothing is known now, so nothing is exported. */
export function takeBack(): void {
  for (const gauge of [...shownGauges, ...topicGauges, metrics.brokerUp]) gauge.clear();
}
