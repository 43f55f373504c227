import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { quantile } from '../promql.js';

const page = '{job="video", method="GET", route="/"}';

export const videoPageLatency = lines({
  id: 702,
  title: { en: 'Other pages of the site: response time', ko: '사이트의 다른 페이지: 응답 시간' },
  description: {
    en: 'What users who only look at the list of videos experience while others upload.',
    ko: '다른 사람이 업로드하는 동안 목록만 보는 사람들이 느끼는 시간입니다.',
  },
  unit: 's',
  queries: [
    {
      expr: quantile(0.5, metrics.httpServerRequestDuration, page),
      name: { en: 'half (p50)', ko: '절반 (p50)' },
      colour: colours.calm,
    },
    {
      expr: quantile(0.99, metrics.httpServerRequestDuration, page),
      name: { en: 'slowest 1 % (p99)', ko: '가장 느린 1 % (p99)' },
      colour: colours.warning,
      exemplars: true,
    },
  ],
  nothing: { en: 'No visitors', ko: '방문자가 없습니다' },
});
