import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const slowest = (route: string): string =>
  quantile(0.99, metrics.httpServerRequestDuration, `{job="video", method="POST", route="${route}"}`);

export const uploadLatency = lines({
  id: 701,
  title: { en: 'Upload: response time, slowest 1 %', ko: '업로드: 응답 시간, 가장 느린 1 %' },
  description: {
    en: 'How long users wait for the response to their upload: until the video is transcoded, or only until it is stored.',
    ko: '업로드한 사람이 응답을 기다리는 시간입니다. 변환이 끝날 때까지, 또는 저장될 때까지만.',
  },
  unit: 's',
  queries: [
    {
      expr: slowest('/waiting/videos'),
      name: { en: 'transcoded before the response', ko: '응답 전에 변환' },
      colour: colours.bad,
      exemplars: true,
    },
    {
      expr: slowest('/videos'),
      name: { en: 'put in a queue', ko: '큐에 넘김' },
      colour: colours.good,
      exemplars: true,
    },
  ],
  nothing: { en: 'No uploads', ko: '업로드가 없습니다' },
});
