import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const placing = (route: string): string => `{job="order", method="POST", route="${route}"}`;

export const acceptBeforeAfter = lines({
  id: 407,
  title: { en: 'Time to accept (p99): before and after', ko: '접수 시간 (p99): 전과 후' },
  description: {
    en: 'How long the slowest 1 % of customers waited for a response: with REST they wait for the dead service, with events they notice nothing.',
    ko: '가장 느린 1 % 고객이 응답을 기다린 시간입니다. 결합 방식은 죽은 서비스를 기다리고, 이벤트 방식은 아무것도 느끼지 못합니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, placing('/coupled/orders')),
      name: { en: 'before: coupled by REST', ko: '전: REST로 결합' },
      colour: colours.bad,
      exemplars: true,
    },
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, placing('/orders')),
      name: { en: 'after: by events', ko: '후: 이벤트' },
      colour: colours.good,
      exemplars: true,
    },
  ],
  nothing: { en: 'No orders', ko: '주문이 없습니다' },
});
