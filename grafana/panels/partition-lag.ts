import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const partitionLag = lines({
  id: 307,
  title: { en: '$group: waiting by partition', ko: '$group: 파티션별 대기 메시지' },
  description: {
    en: 'Unhandled messages in each partition of the selected group: a single high line is a stuck message or a hot key.',
    ko: '선택한 그룹이 파티션마다 아직 처리하지 못한 메시지입니다. 한 선만 높으면 막힌 메시지나 쏠린 키입니다.',
  },
  unit: 'short',
  softMax: 10,
  queries: [
    {
      expr: `${name(metrics.consumerGroupLag)}{consumergroup="$group", topic!~"replay[.].*"}`,
      name: '{{topic}} {{partition}}',
    },
  ],
  nothing: { en: 'This group has not committed yet', ko: '아직 커밋하지 않은 그룹입니다' },
});
