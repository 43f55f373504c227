import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const recoveryLag = lines({
  id: 402,
  title: { en: 'Backlog', ko: '쌓였다가 줄어드는 메시지' },
  description: {
    en: 'Messages waiting for each group: rises while the group is down, levels off while it rejoins, then falls to 0.',
    ko: '그룹마다 기다리는 메시지입니다. 죽은 동안 올라가고, 다시 합류하는 동안 머물다가, 0까지 내려옵니다.',
  },
  unit: 'short',
  softMax: 10,
  queries: [{ expr: `sum by (consumergroup) (${name(metrics.consumerGroupLag)})`, name: '{{consumergroup}}' }],
  nothing: { en: 'No service has committed yet', ko: '아직 커밋한 서비스가 없습니다' },
});
