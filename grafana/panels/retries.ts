import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name, perSecond } from '../promql.js';

export const retries = lines({
  id: 210,
  title: { en: 'Retries per second', ko: '초당 재시도' },
  description: {
    en: 'Failed attempts that were retried with backoff: a few are normal, a steady line is a broken handler.',
    ko: '실패하여 잠시 뒤 다시 시도한 횟수입니다. 조금은 정상이지만 계속 이어지면 처리기가 고장 난 것입니다.',
  },
  unit: 'ops',
  softMax: 1,
  queries: [
    {
      expr: `${perSecond(name(metrics.retries), 'consumergroup')} or 0 * sum by (consumergroup) (${name(metrics.consumerGroupMembers)})`,
      name: '{{consumergroup}}',
    },
  ],
  nothing: { en: 'No consumer group', ko: '소비자 그룹이 없습니다' },
});
