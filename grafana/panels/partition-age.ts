import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const partitionAge = lines({
  id: 308,
  title: { en: '$group: oldest by partition', ko: '$group: 파티션별 최장 대기' },
  description: {
    en: 'Age of the oldest unhandled message in each partition of the selected group: rises second by second while the group is stuck.',
    ko: '선택한 그룹이 처리하지 못한 가장 오래된 메시지의 나이입니다. 멈춰 있으면 1초에 1초씩 올라갑니다.',
  },
  unit: 's',
  softMax: 5,
  queries: [
    {
      expr: `${name(metrics.consumerGroupLagAge)}{consumergroup="$group", topic!~"replay[.].*"}`,
      name: '{{topic}} {{partition}}',
    },
  ],
  nothing: { en: 'This group has not committed yet', ko: '아직 커밋하지 않은 그룹입니다' },
});
