import { counter, gauge, histogram } from './metric.js';

const shownBy = 'lag-watcher';
const groupPartition = ['consumergroup', 'topic', 'partition'] as const;

export const consumerGroupLag = gauge({
  name: 'kafka_consumergroup_lag',
  help: 'Uncommitted messages that the group can still receive, read from the brokers. Absent if the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupLagAge = gauge({
  name: 'kafka_consumergroup_lag_age_seconds',
  help: 'Age of the oldest uncommitted message that the group can still receive; 0 if there is none. Absent if it is unknown or the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupCommittedOffset = gauge({
  name: 'kafka_consumergroup_committed_offset',
  help: 'Committed offset of the group. Absent if the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupDrain = gauge({
  name: 'kafka_consumergroup_drain_seconds',
  help: 'Seconds until the group has caught up, at the net rate of the last four seconds; 0 if it has. Absent while the lag is not shrinking, or has only just begun to.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupUncommittedPartitions = gauge({
  name: 'kafka_consumergroup_uncommitted_partitions',
  help: 'Partitions of the topic in which the group never committed, so that its lag there is unknown.',
  labels: ['consumergroup', 'topic'],
  shownBy,
});

export const consumerGroupAlerting = gauge({
  name: 'kafka_consumergroup_alerting',
  help: '1 if the group raises alerts: groups of this platform, and those named in EVENTSTAGE_ALERT_GROUPS; 0 for other groups.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupMembers = gauge({
  name: 'kafka_consumergroup_members',
  help: 'Current members of the group. Absent if the broker does not report them.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupState = gauge({
  name: 'kafka_consumergroup_state',
  help: '1 for the current state of the group: stable, preparing-rebalance, completing-rebalance, empty, dead, unknown (not reported), or no-commit (it never committed).',
  labels: ['consumergroup', 'state'],
  shownBy,
});

export const consumerGroupRebalances = counter({
  name: 'kafka_consumergroup_rebalances_total',
  help: 'Rebalances of the group observed since the watcher started.',
  labels: ['consumergroup'],
  shownBy,
});

export const partitionEndOffset = gauge({
  name: 'kafka_topic_partition_end_offset',
  help: 'Offset of the next message to be published to the partition. Its rate is the publish rate.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const partitionReplicas = gauge({
  name: 'kafka_topic_partition_replicas',
  help: 'Replicas of the partition.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const partitionInSyncReplicas = gauge({
  name: 'kafka_topic_partition_in_sync_replicas',
  help: 'In-sync replicas of the partition.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const topicMissing = gauge({
  name: 'kafka_topic_missing',
  help: '1 for a topic of this platform that does not exist on the brokers; absent for those that exist.',
  labels: ['topic'],
  shownBy,
});

export const topicRecreated = gauge({
  name: 'kafka_topic_recreated_timestamp_seconds',
  help: 'When a deleted topic of this platform was recreated, in seconds since 1970. Its messages are lost.',
  labels: ['topic'],
  shownBy,
});

export const brokersUp = gauge({
  name: 'kafka_brokers_up',
  help: 'Brokers that are part of the cluster now.',
  labels: [],
  shownBy,
});

export const brokerUp = gauge({
  name: 'kafka_broker_up',
  help: '1 while the broker is part of the cluster, 0 if it was seen before and is gone.',
  labels: ['broker'],
  shownBy,
});

export const lagScrapeDuration = histogram({
  name: 'lag_watcher_scrape_duration_seconds',
  help: 'How long it took to query the brokers about every group.',
  labels: [],
  shownBy,
  buckets: [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

export const lagLastSuccess = gauge({
  name: 'lag_watcher_last_success_timestamp_seconds',
  help: 'When the brokers last answered every query about topics and groups of this platform, in seconds since 1970. Values of a broker that stops answering are kept for 15 s, then its series are removed.',
  labels: [],
  shownBy,
});
