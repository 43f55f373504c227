import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { failedAnswer, orZero, ordersAnswered, perSecond } from '../promql.js';

export const ordersPerSecond = lines({
  id: 106,
  title: { en: 'Orders per second', ko: '초당 주문' },
  description: {
    en: 'Orders accepted and orders failed: does the red line rise when a service dies?',
    ko: '접수된 주문과 실패한 주문입니다. 서비스 하나가 죽을 때 빨간 선이 올라가는지 보세요.',
  },
  unit: 'reqps',
  softMax: 5,
  queries: [
    {
      expr: orZero(perSecond(ordersAnswered('status_code="201"'))),
      name: { en: 'accepted', ko: '접수' },
      colour: colours.good,
    },
    {
      expr: orZero(perSecond(ordersAnswered(failedAnswer))),
      name: { en: 'failed', ko: '실패' },
      colour: colours.bad,
    },
  ],
});
