import { lines } from '../kinds/lines.js';
import { failedAnswer, perSecond, userRequests } from '../promql.js';

const failing = userRequests.replace('{', `{${failedAnswer}, `);
const by = ['job', 'method', 'route'] as const;

export const requestErrors = lines({
  id: 202,
  title: { en: 'Failed requests per second', ko: '초당 실패한 요청' },
  description: {
    en: 'Requests answered with a 5xx status or abandoned by the client: shows which service takes which down, and stays at 0 with events.',
    ko: '5xx로 응답했거나 클라이언트가 기다리다 포기한 요청입니다. 어느 서비스가 어느 서비스를 끌어내리는지 보이며, 이벤트 방식에서는 0에 머뭅니다.',
  },
  unit: 'reqps',
  softMax: 1,
  // Routes that never failed have no series for 5xx: use their request count times 0 instead.
  queries: [
    {
      expr: `${perSecond(failing, ...by)} or 0 * ${perSecond(userRequests, ...by)}`,
      name: '{{job}} {{method}} {{route}}',
    },
  ],
  nothing: { en: 'No requests', ko: '요청이 없습니다' },
});
