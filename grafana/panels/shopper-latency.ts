import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const shopping = '{job="shop", route=~"/products.*|/carts.*"}';

export const shopperLatency = lines({
  id: 604,
  title: { en: 'Ordinary shoppers: response time', ko: '일반 고객: 응답 시간' },
  description: {
    en: 'What shoppers who only browse and buy experience: it jumps when the give-away takes the shop’s database connections.',
    ko: '그저 구경하고 사려는 사람들이 느끼는 시간입니다. 이벤트가 쇼핑몰의 DB 연결을 차지하면 치솟습니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.5, metrics.httpServerRequestDuration, shopping),
      name: { en: 'half (p50)', ko: '절반 (p50)' },
      colour: colours.calm,
    },
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, shopping),
      name: { en: 'slowest 1 % (p99)', ko: '가장 느린 1 % (p99)' },
      colour: colours.warning,
      exemplars: true,
    },
  ],
  nothing: { en: 'No shoppers', ko: '고객이 없습니다' },
});
