import { lines } from '../kinds/lines.js';

export const garbageCollection = lines({
  id: 504,
  title: { en: 'Garbage collection', ko: '가비지 컬렉션' },
  description: {
    en: 'Share of time that each Node.js process spends on garbage collection: a few percent are healthy.',
    ko: 'Node.js 프로세스가 메모리 정리에 쓰는 시간의 비율입니다. 몇 퍼센트는 정상입니다.',
  },
  unit: 'percentunit',
  softMax: 0.05,
  queries: [{ expr: 'sum by (job) (rate(nodejs_gc_duration_seconds_sum[15s]))', name: '{{job}}' }],
});
