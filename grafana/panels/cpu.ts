import { lines } from '../kinds/lines.js';
import { perSecond } from '../promql.js';

export const cpu = lines({
  id: 502,
  title: { en: 'CPU', ko: 'CPU' },
  description: {
    en: 'Share of one core that each process uses: a Node.js process cannot use much more than 100 %.',
    ko: '프로세스가 쓰는 코어 하나의 비율입니다. Node.js 프로세스는 100 %를 크게 넘을 수 없습니다.',
  },
  unit: 'percentunit',
  softMax: 1,
  queries: [{ expr: perSecond('process_cpu_seconds_total', 'job'), name: '{{job}}' }],
});
