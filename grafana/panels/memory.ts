import { lines } from '../kinds/lines.js';

export const memory = lines({
  id: 503,
  title: { en: 'Memory', ko: '메모리' },
  description: {
    en: 'Memory that each process uses: a line that only ever rises is a leak.',
    ko: '프로세스가 차지하는 메모리입니다. 오르기만 하는 선은 누수입니다.',
  },
  unit: 'bytes',
  queries: [{ expr: 'max by (job) (process_resident_memory_bytes)', name: '{{job}}' }],
});
