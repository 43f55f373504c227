import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

const committed = `${name(metrics.consumerGroupCommittedOffset)}{consumergroup="$group", topic!~"replay[.].*"}`;

export const offsets = lines({
  id: 309,
  title: { en: '$group: end against committed', ko: '$group: 끝과 커밋 오프셋' },
  description: {
    en: 'The end of each topic and the position of the selected group: the gap between the two lines is the lag.',
    ko: '토픽의 끝과 선택한 그룹의 위치입니다. 두 선 사이의 틈이 랙이며, 따라잡으면 닫힙니다.',
  },
  unit: 'short',
  queries: [
    {
      expr: `sum by (topic) (${name(metrics.partitionEndOffset)} and on (topic, partition) ${committed})`,
      name: { en: '{{topic}} end', ko: '{{topic}} 끝' },
    },
    { expr: `sum by (topic) (${committed})`, name: { en: '{{topic}} committed', ko: '{{topic}} 커밋' } },
  ],
  nothing: { en: 'This group has not committed yet', ko: '아직 커밋하지 않은 그룹입니다' },
});
