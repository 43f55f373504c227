import { lines } from '../kinds/lines.js';
import { perSecond, userRequests } from '../promql.js';

export const requests = lines({
  id: 201,
  title: { en: 'Requests per second', ko: '초당 요청' },
  description: {
    en: 'Requests answered by each route of each service: the load that explains everything else.',
    ko: '서비스의 경로별로 응답한 요청 수입니다. 다른 무엇보다 먼저 볼 부하입니다.',
  },
  unit: 'reqps',
  queries: [{ expr: perSecond(userRequests, 'job', 'method', 'route'), name: '{{job}} {{method}} {{route}}' }],
  nothing: { en: 'No requests', ko: '요청이 없습니다' },
});
