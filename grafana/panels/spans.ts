import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name, perSecond } from '../promql.js';

export const spans = lines({
  id: 509,
  title: { en: 'Spans per second', ko: '초당 스팬' },
  description: {
    en: 'Spans that the services export to the trace store: "lost" means incomplete traces.',
    ko: '서비스가 트레이스 저장소로 보내는 조각의 수입니다. "lost"가 보이면 트레이스에 구멍이 생깁니다.',
  },
  unit: 'ops',
  queries: [{ expr: perSecond(name(metrics.exportedSpans), 'job', 'outcome'), name: '{{job}} {{outcome}}' }],
  nothing: { en: 'Tracing is off', ko: '트레이싱이 꺼져 있습니다' },
});
