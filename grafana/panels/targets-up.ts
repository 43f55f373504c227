import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';

export const targetsUp = figure({
  id: 506,
  title: { en: 'Targets down', ko: '응답 없는 대상' },
  description: {
    en: 'Parts that Prometheus cannot scrape: their data is missing from every board.',
    ko: 'Prometheus가 닿지 못하는 부분의 수입니다. 그 수치는 모든 보드에서 빠집니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: 'count(up) - sum(up)', name: { en: 'down', ko: '응답 없음' } }],
  colours: [
    [0, colours.good],
    [1, colours.bad],
  ],
  nothing: { en: 'no targets', ko: '대상 없음' },
});
