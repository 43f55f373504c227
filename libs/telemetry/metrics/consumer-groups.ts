import { counter, gauge, histogram } from './metric.js';

const shownBy = 'lag-watcher';
const groupPartition = ['consumergroup', 'topic', 'partition'] as const;

export const consumerGroupLag = gauge({
  name: 'kafka_consumergroup_lag',
  help: 'Messages the group has not yet committed and can still get, read from the brokers. Absent where the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupLagAge = gauge({
  name: 'kafka_consumergroup_lag_age_seconds',
  help: 'How long ago the oldest message was written that the group has not yet committed and can still get; 0 when there is none. Absent where that is not known, and where the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupCommittedOffset = gauge({
  name: 'kafka_consumergroup_committed_offset',
  help: 'Offset of the next message the group will be given, as committed. Absent where the group never committed.',
  labels: groupPartition,
  shownBy,
});

export const consumerGroupDrain = gauge({
  name: 'kafka_consumergroup_drain_seconds',
  help: 'Seconds until the group has caught up, at the net rate of the last seconds; 0 when it has. Absent while the lag is not shrinking.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupUncommittedPartitions = gauge({
  name: 'kafka_consumergroup_uncommitted_partitions',
  help: 'Partitions of the topic in which the group never committed: its lag there is not known.',
  labels: ['consumergroup', 'topic'],
  shownBy,
});

export const consumerGroupAlerting = gauge({
  name: 'kafka_consumergroup_alerting',
  help: '1 where alerts are raised for the group: those of this platform, and those named in EVENTSTAGE_ALERT_GROUPS; 0 for other groups on the brokers.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupMembers = gauge({
  name: 'kafka_consumergroup_members',
  help: 'Members the group has now. Absent where the broker does not say.',
  labels: ['consumergroup'],
  shownBy,
});

export const consumerGroupState = gauge({
  name: 'kafka_consumergroup_state',
  help: '1 for the state the group is in: stable, preparing-rebalance, completing-rebalance, empty, dead, unknown (nobody says), or no-commit (it never committed anything).',
  labels: ['consumergroup', 'state'],
  shownBy,
});

export const consumerGroupRebalances = counter({
  name: 'kafka_consumergroup_rebalances_total',
  help: 'Times the group was seen to share out its partitions anew since the watcher started.',
  labels: ['consumergroup'],
  shownBy,
});

export const partitionEndOffset = gauge({
  name: 'kafka_topic_partition_end_offset',
  help: 'Offset the next message of the partition will get. Its rate is the rate of messages published.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const partitionReplicas = gauge({
  name: 'kafka_topic_partition_replicas',
  help: 'Brokers that should hold the partition.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const partitionInSyncReplicas = gauge({
  name: 'kafka_topic_partition_in_sync_replicas',
  help: 'Brokers that hold all of the partition.',
  labels: ['topic', 'partition'],
  shownBy,
});

export const topicMissing = gauge({
  name: 'kafka_topic_missing',
  help: '1 for a topic of this platform that the brokers do not have; absent for those that are there.',
  labels: ['topic'],
  shownBy,
});

export const topicRecreated = gauge({
  name: 'kafka_topic_recreated_timestamp_seconds',
  help: 'When a topic of this platform that had vanished was made again, in seconds since 1970. What was in it is lost.',
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
  help: '1 while the broker is part of the cluster, 0 once it was seen and is gone.',
  labels: ['broker'],
  shownBy,
});

export const lagScrapeDuration = histogram({
  name: 'lag_watcher_scrape_duration_seconds',
  help: 'How long it took to ask the brokers about every group.',
  labels: [],
  shownBy,
  buckets: [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

export const lagLastSuccess = gauge({
  name: 'lag_watcher_last_success_timestamp_seconds',
  help: 'When the brokers last answered every question about topics and groups of this platform, in seconds since 1970. What one of them said stands for 15 s; then its series are taken back.',
  labels: [],
  shownBy,
});
