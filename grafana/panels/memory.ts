import { lines } from '../kinds/lines.js';

export const memory = lines({
  id: 503,
  title: { en: 'Memory', ko: '메모리' },
  description: {
    en: 'What each process takes of the machine: a line that only ever climbs is a leak.',
    ko: '프로세스가 차지하는 메모리입니다. 오르기만 하는 선은 누수입니다.',
  },
  unit: 'bytes',
  queries: [{ expr: 'max by (job) (process_resident_memory_bytes)', name: '{{job}}' }],
});
