import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const drainEstimate = lines({
  id: 404,
  title: { en: 'Caught up in', ko: '따라잡기까지' },
  description: {
    en: 'Time until each queue is empty at the current rate: a good estimate falls by one second per second; no line while the queue grows.',
    ko: '지금 속도로 큐가 빌 때까지 남은 시간입니다. 좋은 예측이면 1초에 1초씩 줄고, 늘어나는 동안은 선이 없습니다.',
  },
  unit: 's',
  softMax: 5,
  queries: [{ expr: name(metrics.consumerGroupDrain), name: '{{consumergroup}}' }],
  nothing: { en: 'Every queue is growing', ko: '모든 큐가 늘어나는 중입니다' },
});
