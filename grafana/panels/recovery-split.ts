import { metrics } from '#telemetry';
import { table } from '../kinds/table.js';
import { name } from '../promql.js';

const part = (of: string): string => `max by (scenario, run) (${name(metrics.recoverySeconds)}{part="${of}"})`;
const column = { unit: 's', decimals: 1 } as const;

export const recoverySplit = table({
  id: 405,
  title: { en: 'How long it took', ko: '복구에 걸린 시간' },
  description: {
    en: 'The last recovery of each run: rejoin is the time to the first progress, drain the time to catch up, estimate the predicted drain.',
    ko: '실행별 마지막 복구입니다. 합류는 첫 진척까지, 소진은 따라잡기까지이며, 예측은 소진을 미리 어림한 값입니다.',
  },
  by: { scenario: { en: 'Scenario', ko: '시나리오' }, run: { en: 'Design', ko: '방식' } },
  columns: [
    { expr: part('rejoin'), title: { en: 'Rejoin', ko: '합류' }, ...column },
    { expr: part('drain'), title: { en: 'Drain', ko: '소진' }, ...column },
    { expr: part('total'), title: { en: 'Total', ko: '합계' }, ...column },
    { expr: part('estimated'), title: { en: 'Estimate', ko: '예측' }, ...column },
  ],
  nothing: { en: 'not yet', ko: '아직 없음' },
});
