import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const queueLag = lines({
  id: 107,
  title: { en: 'Messages waiting', ko: '큐에 쌓인 메시지' },
  description: {
    en: 'Messages that each service has yet to handle, read from the brokers: the line rises while a service is dead, and falls to 0 once it is back.',
    ko: '서비스마다 아직 처리하지 못한 메시지 수를 브로커에서 직접 읽은 값입니다. 서비스가 죽으면 쌓이고, 돌아오면 0이 됩니다.',
  },
  unit: 'short',
  softMax: 10,
  queries: [{ expr: `sum by (consumergroup) (${name(metrics.consumerGroupLag)})`, name: '{{consumergroup}}' }],
  nothing: { en: 'No service has committed yet', ko: '아직 커밋한 서비스가 없습니다' },
});
