import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name, perSecond } from '../promql.js';

export const publishedPerSecond = figure({
  id: 304,
  title: { en: 'Messages in per second', ko: '초당 들어온 메시지' },
  description: {
    en: 'Messages published to all topics of the cluster per second, counted by the brokers themselves.',
    ko: '클러스터의 모든 토픽에 초당 들어온 메시지 수로, 브로커가 직접 센 값입니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: perSecond(name(metrics.partitionEndOffset)), name: { en: 'in', ko: '유입' } }],
  colours: [[0, colours.calm]],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
