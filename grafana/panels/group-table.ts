import { metrics } from '#telemetry';
import { table } from '../kinds/table.js';
import { name } from '../promql.js';

/** Replay topics are not interesting here: see `npm run stage -- dead-letter list`. */
const events = '{topic!~"replay[.].*"}';
const lag = `sum by (consumergroup, topic) (${name(metrics.consumerGroupLag)}${events})`;
const committed = `${name(metrics.consumerGroupCommittedOffset)}${events}`;

export const groupTable = table({
  id: 312,
  title: { en: 'Every group, now', ko: '모든 그룹, 지금' },
  description: {
    en: 'Current position of each group in each topic, foreign groups included. "Waiting" counts messages that the group can still receive, which can be fewer than end minus committed.',
    ko: '다른 사용자의 그룹까지 포함해 각 그룹이 토픽의 어디에 있는지 보여 줍니다. 대기는 아직 읽을 수 있는 메시지 수여서, 끝에서 커밋을 뺀 값보다 적을 수 있습니다.',
  },
  by: { consumergroup: { en: 'Group', ko: '그룹' }, topic: { en: 'Topic', ko: '토픽' } },
  columns: [
    {
      expr: `sum by (consumergroup, topic) (0 * ${committed} + on (topic, partition) group_left () ${name(metrics.partitionEndOffset)})`,
      title: { en: 'End', ko: '끝' },
      unit: 'none',
      decimals: 0,
    },
    {
      expr: `sum by (consumergroup, topic) (${committed})`,
      title: { en: 'Committed', ko: '커밋' },
      unit: 'none',
      decimals: 0,
    },
    { expr: lag, title: { en: 'Waiting', ko: '대기' }, unit: 'none', decimals: 0 },
    {
      expr: `max by (consumergroup, topic) (${name(metrics.consumerGroupLagAge)}${events})`,
      title: { en: 'Oldest', ko: '최장 대기' },
      unit: 's',
      decimals: 1,
    },
    {
      expr: `sum by (consumergroup, topic) (${name(metrics.consumerGroupUncommittedPartitions)}${events})`,
      title: { en: 'Partitions never committed', ko: '커밋한 적 없는 파티션' },
      unit: 'none',
      decimals: 0,
    },
  ],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
