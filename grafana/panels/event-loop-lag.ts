import { lines } from '../kinds/lines.js';

export const eventLoopLag = lines({
  id: 501,
  title: { en: 'Event loop delay (p99)', ko: '이벤트 루프 지연 (p99)' },
  description: {
    en: 'How long work waits for the event loop of each Node.js process: above 100 ms the process itself is the bottleneck.',
    ko: 'Node.js 프로세스가 자기 일에 얼마나 늦는지 보여 줍니다. 0.1초를 넘으면 그 프로세스가 병목입니다.',
  },
  unit: 's',
  softMax: 0.1,
  queries: [{ expr: 'max by (job) (nodejs_eventloop_lag_p99_seconds)', name: '{{job}}' }],
});
