import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

const lag = `sum by (consumergroup) (${name(metrics.consumerGroupLag)})`;

export const drainRate = lines({
  id: 403,
  title: { en: 'Drain rate, messages per second', ko: '초당 줄어드는 메시지' },
  description: {
    en: 'How fast a queue shrinks, net of new messages: 0 while it grows or is empty.',
    ko: '새로 들어오는 것을 뺀, 큐가 줄어드는 속도입니다. 늘어나거나 비어 있을 때는 0입니다.',
  },
  unit: 'ops',
  softMax: 10,
  queries: [{ expr: `clamp_min(-deriv((${lag})[5s:1s]), 0)`, name: '{{consumergroup}}' }],
  nothing: { en: 'No service has committed yet', ko: '아직 커밋한 서비스가 없습니다' },
});
