import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const outboxBacklog = lines({
  id: 208,
  title: { en: 'Outbox: messages not yet published', ko: '아웃박스: 발행 대기 메시지' },
  description: {
    en: 'Events that are stored in a database and not yet published: a backlog here points to the brokers, not to a consumer.',
    ko: '데이터베이스에는 있지만 아직 브로커로 나가지 못한 이벤트입니다. 여기가 쌓이면 소비자가 아니라 브로커 문제입니다.',
  },
  unit: 'short',
  softMax: 10,
  queries: [{ expr: `max by (job) (${name(metrics.outboxBacklog)})`, name: '{{job}}' }],
  nothing: { en: 'No outbox yet', ko: '아직 아웃박스가 없습니다' },
});
