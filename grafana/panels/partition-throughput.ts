import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name, perSecond } from '../promql.js';

export const partitionThroughput = lines({
  id: 306,
  title: { en: 'order.placed by partition, per second', ko: 'order.placed 파티션별 초당 유입' },
  description: {
    en: 'How evenly the order ids distribute the orders over the partitions: the lines should be close together.',
    ko: '주문 번호를 키로 주문이 파티션에 얼마나 고르게 나뉘는지 보여 줍니다. 선들이 가까이 모여 있어야 합니다.',
  },
  unit: 'ops',
  queries: [
    {
      expr: perSecond(`${name(metrics.partitionEndOffset)}{topic="order.placed"}`, 'partition'),
      name: { en: 'partition {{partition}}', ko: '파티션 {{partition}}' },
    },
  ],
  nothing: { en: 'No such topic', ko: '토픽이 없습니다' },
});
