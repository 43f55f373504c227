import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name, orZero } from '../promql.js';

export const rebalances = figure({
  id: 303,
  title: { en: 'Rebalances, 5 minutes', ko: '재분배 (5분)' },
  description: {
    en: 'Rebalances of each group in the last five minutes: one or two for each consumer that joined or left.',
    ko: '최근 5분간 그룹이 파티션을 다시 나눈 횟수입니다. 소비자가 들어오거나 나갈 때마다 한두 번 생깁니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [
    {
      expr: orZero(`round(sum(increase(${name(metrics.consumerGroupRebalances)}[5m])))`),
      name: { en: 'rebalances', ko: '재분배' },
    },
  ],
  colours: [
    [0, colours.good],
    [1, colours.calm],
    [20, colours.warning],
  ],
  nothing: { en: 'none', ko: '없음' },
});
