import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name, orZero } from '../promql.js';

export const partRestarts = figure({
  id: 510,
  title: { en: 'Restarts, 10 minutes', ko: '재시작 (10분)' },
  description: {
    en: 'Parts that crashed in the last ten minutes and were restarted. Faults do not count.',
    ko: '최근 10분 동안 스스로 종료되어 다시 시작된 횟수입니다. 주입된 장애로 멈춘 것은 세지 않습니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [
    {
      expr: orZero(`round(sum(increase(${name(metrics.partRestarts)}[10m])))`),
      name: { en: 'restarts', ko: '재시작' },
    },
  ],
  colours: [
    [0, colours.good],
    [1, colours.warning],
    [3, colours.bad],
  ],
  nothing: { en: 'none', ko: '없음' },
});
