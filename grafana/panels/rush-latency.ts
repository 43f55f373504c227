import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const slowest = (route: string): string =>
  quantile(0.99, metrics.httpServerRequestDuration, `{job="shop", method="POST", route="${route}"}`);

export const rushLatency = lines({
  id: 603,
  title: { en: 'Rush: response time, slowest 1 %', ko: '쏠림: 응답 시간, 가장 느린 1 %' },
  description: {
    en: 'How long the shop takes to answer a request in each design, including members who gave up: they retry after a second.',
    ko: '각 구조에서 응답에 걸린 시간입니다. 떠난 회원도 포함합니다. 1초가 지나면 다시 누릅니다.',
  },
  unit: 's',
  queries: [
    {
      expr: slowest('/direct/gifticons'),
      name: { en: 'inside the request', ko: '요청 안에서 발급' },
      colour: colours.bad,
      exemplars: true,
    },
    {
      expr: slowest('/gifticons'),
      name: { en: 'behind a queue', ko: '큐를 거쳐 발급' },
      colour: colours.good,
      exemplars: true,
    },
  ],
  nothing: { en: 'No rush', ko: '쏠림이 없습니다' },
});
