import { consumerGroups } from '#contracts';
import type { Board } from '../board.js';
import { brokerStates } from '../panels/broker-states.js';
import { brokersUp } from '../panels/brokers-up.js';
import { groupMembers } from '../panels/group-members.js';
import { groupTable } from '../panels/group-table.js';
import { offsets } from '../panels/offsets.js';
import { partitionAge } from '../panels/partition-age.js';
import { partitionLag } from '../panels/partition-lag.js';
import { partitionThroughput } from '../panels/partition-throughput.js';
import { publishedPerSecond } from '../panels/published-per-second.js';
import { rebalances } from '../panels/rebalances.js';
import { topicThroughput } from '../panels/topic-throughput.js';
import { topicStates } from '../panels/topic-states.js';
import { underReplicated } from '../panels/under-replicated.js';

/** The cluster and its consumer groups, from our own metrics only: the same on Redpanda and on Apache Kafka. */
export const kafka: Board = {
  name: 'kafka',
  title: { en: 'Kafka', ko: '카프카' },
  description: {
    en: 'Brokers, topics, partitions and consumer groups, read from the brokers by the lag watcher.',
    ko: '브로커, 토픽, 파티션, 소비자 그룹입니다. lag-watcher가 브로커에서 직접 읽습니다.',
  },
  choices: [
    {
      name: 'group',
      title: { en: 'Consumer group', ko: '소비자 그룹' },
      values: consumerGroups.map(({ name }) => name),
      chosen: 'review',
    },
  ],
  rows: [
    {
      height: 5,
      panels: [
        [brokersUp, 6],
        [underReplicated, 6],
        [rebalances, 6],
        [publishedPerSecond, 6],
      ],
    },
    {
      height: 9,
      panels: [
        [topicThroughput, 12],
        [partitionThroughput, 12],
      ],
    },
    {
      height: 9,
      panels: [
        [offsets, 8],
        [partitionLag, 8],
        [partitionAge, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [groupMembers, 8],
        [brokerStates, 8],
        [topicStates, 8],
      ],
    },
    { height: 18, panels: [[groupTable, 24]] },
  ],
};
