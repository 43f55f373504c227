import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const queueAge = lines({
  id: 108,
  title: { en: 'Oldest message waiting', ko: '가장 오래 기다린 메시지' },
  description: {
    en: 'Age of the oldest message that a service has not handled: how long a customer has been waiting.',
    ko: '서비스가 아직 처리하지 못한 가장 오래된 메시지의 나이입니다. 고객이 기다린 시간과 같습니다.',
  },
  unit: 's',
  softMax: 5,
  queries: [{ expr: `max by (consumergroup) (${name(metrics.consumerGroupLagAge)})`, name: '{{consumergroup}}' }],
  nothing: { en: 'No service has committed yet', ko: '아직 커밋한 서비스가 없습니다' },
});
