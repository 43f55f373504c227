import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name, orZero } from '../promql.js';

export const deadLetters = figure({
  id: 211,
  title: { en: 'Dead letters', ko: '격리된 메시지' },
  description: {
    en: 'Messages that could not be handled since the services started: list them with `dead-letter list`.',
    ko: '처리할 수 없어 따로 치워 둔 메시지 수입니다(서비스 시작 이후). `dead-letter list`로 읽을 수 있습니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: orZero(`sum(${name(metrics.deadLetters)})`), name: { en: 'dead letters', ko: '격리' } }],
  colours: [
    [0, colours.good],
    [1, colours.warning],
  ],
  nothing: { en: 'none', ko: '없음' },
});
