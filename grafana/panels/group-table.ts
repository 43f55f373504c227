import { metrics } from '#telemetry';
import { table } from '../kinds/table.js';
import { name } from '../promql.js';

/** Replays are of interest only to those who ask for them: `npm run stage -- dead-letter list`. */
const events = '{topic!~"replay[.].*"}';
const lag = `sum by (consumergroup, topic) (${name(metrics.consumerGroupLag)}${events})`;
const committed = `${name(metrics.consumerGroupCommittedOffset)}${events}`;

export const groupTable = table({
  id: 312,
  title: { en: 'Every group, now', ko: '모든 그룹, 지금' },
  description: {
    en: 'Where each group stands in each topic at this moment: end minus committed is what waits.',
    ko: '지금 각 그룹이 토픽의 어디에 있는지 보여 줍니다. 끝에서 커밋을 빼면 대기 중인 메시지입니다.',
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
  ],
  nothing: { en: 'no commit', ko: '커밋 없음' },
});
