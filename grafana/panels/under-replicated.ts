import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

const behind = `${name(metrics.partitionInSyncReplicas)} < bool ${name(metrics.partitionReplicas)}`;

export const underReplicated = figure({
  id: 302,
  title: { en: 'Under-replicated partitions', ko: '복제본이 모자란 파티션' },
  description: {
    en: 'Partitions that lack an in-sync replica: more than 0 while a broker is down or catching up.',
    ko: '복제본이 덜 갖추어진 파티션 수입니다. 브로커가 죽었거나 따라잡는 동안 0보다 커집니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: `sum(${behind})`, name: { en: 'under-replicated', ko: '복제본 부족' } }],
  colours: [
    [0, colours.good],
    [1, colours.warning],
  ],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
