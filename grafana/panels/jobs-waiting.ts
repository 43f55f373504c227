import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const jobsWaiting = lines({
  id: 704,
  title: { en: 'Jobs in the queue', ko: '큐에 있는 작업' },
  description: {
    en: 'Videos that were uploaded and are not yet transcoded, including those in progress.',
    ko: '업로드되었고 아직 변환되지 않은 영상입니다. 처리 중인 것도 포함합니다.',
  },
  unit: 'short',
  softMax: 5,
  queries: [
    {
      expr: `sum(${name(metrics.consumerGroupLag)}{consumergroup="video-worker", topic="video.uploaded"})`,
      name: { en: 'waiting or in progress', ko: '대기 또는 처리 중' },
      colour: colours.warning,
    },
  ],
  nothing: { en: 'No job yet', ko: '아직 작업이 없습니다' },
});
