import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { quantile } from '../promql.js';

export const lagScrape = figure({
  id: 508,
  title: { en: 'Lag read (p99)', ko: '랙 측정 (p99)' },
  description: {
    en: 'How long the lag watcher takes to read every group from the brokers: above a second, the lag on the boards is stale.',
    ko: 'lag-watcher가 브로커에서 모든 그룹을 읽는 데 걸리는 시간입니다. 1초를 넘으면 보드의 랙은 오래된 값입니다.',
  },
  unit: 's',
  queries: [{ expr: quantile(0.99, metrics.lagScrapeDuration, ''), name: { en: 'reading', ko: '측정' } }],
  colours: [
    [0, colours.good],
    [0.5, colours.warning],
    [1, colours.bad],
  ],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
