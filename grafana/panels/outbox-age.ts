import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const outboxAge = lines({
  id: 209,
  title: { en: 'Outbox: age of the oldest message', ko: '아웃박스: 가장 오래된 메시지' },
  description: {
    en: 'How long the oldest event has waited to be published: normally a few milliseconds.',
    ko: '발행을 가장 오래 기다린 이벤트의 나이입니다. 평소에는 천분의 몇 초입니다.',
  },
  unit: 's',
  softMax: 1,
  queries: [{ expr: `max by (job) (${name(metrics.outboxOldestAge)})`, name: '{{job}}' }],
  nothing: { en: 'No outbox yet', ko: '아직 아웃박스가 없습니다' },
});
