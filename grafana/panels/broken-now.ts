import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

const fault = name(metrics.faultActive);

export const brokenNow = figure({
  id: 101,
  title: { en: 'Broken now', ko: '지금 고장 난 것' },
  description: {
    en: 'The faults that are active now; green if there are none.',
    ko: '지금 이 순간 일부러 고장 낸 대상입니다. 고장이 없으면 초록색입니다.',
  },
  unit: 'short',
  queries: [
    { expr: `${fault} == 1`, name: '{{target}}: {{fault}}' },
    { expr: `vector(0) unless on() (${fault} == 1)`, name: { en: 'nothing', ko: '없음' } },
  ],
  colours: [
    [0, colours.good],
    [1, colours.bad],
  ],
  shows: 'name',
  nothing: { en: 'nothing', ko: '없음' },
});
