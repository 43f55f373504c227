import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

export const queueWait = lines({
  id: 206,
  title: { en: 'Wait in the queue (p99)', ko: '큐에서 기다린 시간 (p99)' },
  description: {
    en: 'Time from an event to the start of its handling, slowest 1 % by service; a dot opens the trace that contains the wait.',
    ko: '이벤트 발생부터 처리 시작까지의 시간입니다(가장 느린 1 %). 점을 누르면 그 대기가 담긴 트레이스가 열립니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.99, metrics.queueWait, '', 'consumergroup'),
      name: '{{consumergroup}}',
      exemplars: true,
    },
  ],
  nothing: { en: 'No messages', ko: '메시지가 없습니다' },
});
