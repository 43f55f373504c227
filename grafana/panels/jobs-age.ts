import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const jobsAge = lines({
  id: 705,
  title: { en: 'Jobs: oldest, and time to drain', ko: '가장 오래된 작업과 소진 예상' },
  description: {
    en: 'How long the oldest video has waited, and the time until the queue is empty at the current rate: absent while it grows.',
    ko: '가장 오래 기다린 영상의 나이와, 지금 속도로 큐가 비는 데 걸릴 시간입니다. 늘어나는 동안에는 없습니다.',
  },
  unit: 's',
  softMax: 5,
  queries: [
    {
      expr: `max(${name(metrics.consumerGroupLagAge)}{consumergroup="video-worker", topic="video.uploaded"})`,
      name: { en: 'oldest video', ko: '가장 오래된 영상' },
      colour: colours.warning,
    },
    {
      expr: `${name(metrics.consumerGroupDrain)}{consumergroup="video-worker"}`,
      name: { en: 'empty in', ko: '소진까지' },
      colour: colours.calm,
    },
  ],
  nothing: { en: 'No job yet', ko: '아직 작업이 없습니다' },
});
