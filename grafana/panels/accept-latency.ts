import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const placing = '{job="order", method="POST", route=~"/orders|/coupled/orders"}';

export const acceptLatency = lines({
  id: 204,
  title: { en: 'Time to accept an order', ko: '주문 접수에 걸린 시간' },
  description: {
    en: 'How long customers wait for a response, median and slowest 1 %: compare it with the time to finish.',
    ko: '고객이 응답을 기다리는 시간(절반, 가장 느린 1 %)입니다. 옆의 완료 시간과 비교해 보세요.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.5, metrics.httpServerRequestDuration, placing),
      name: { en: 'half (p50)', ko: '절반 (p50)' },
      colour: colours.calm,
    },
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, placing),
      name: { en: 'slowest 1 % (p99)', ko: '가장 느린 1 % (p99)' },
      colour: colours.warning,
      exemplars: true,
    },
  ],
  nothing: { en: 'No orders', ko: '주문이 없습니다' },
});
