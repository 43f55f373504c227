import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

export const completionLatency = lines({
  id: 205,
  title: { en: 'Time to finish an order', ko: '주문 완료에 걸린 시간' },
  description: {
    en: 'From placing an order to its last effect in the view: this is where an outage shows if no order was refused.',
    ko: '주문부터 마지막 단계가 조회 화면에 반영될 때까지의 시간입니다. 실패가 없어도 장애는 여기에 나타납니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.5, metrics.orderCompletion, ''),
      name: { en: 'half (p50)', ko: '절반 (p50)' },
      colour: colours.calm,
    },
    {
      expr: quantile(0.99, metrics.orderCompletion, ''),
      name: { en: 'slowest 1 % (p99)', ko: '가장 느린 1 % (p99)' },
      colour: colours.warning,
      exemplars: true,
    },
  ],
  nothing: { en: 'No order has finished yet', ko: '아직 완료된 주문이 없습니다' },
});
