import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

export const requestDuration = lines({
  id: 203,
  title: { en: 'Slowest 1 % of requests (p99)', ko: '가장 느린 1 % 요청 (p99)' },
  description: {
    en: '99 of 100 requests are faster than this, by route; each dot is one request and opens its trace.',
    ko: '요청 100개 중 99개가 이 시간 안에 끝납니다. 점 하나가 요청 하나이며 누르면 트레이스가 열립니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, '{route!~"/api/.*"}', 'job', 'route'),
      name: '{{job}} {{route}}',
      exemplars: true,
    },
  ],
  nothing: { en: 'No requests', ko: '요청이 없습니다' },
});
