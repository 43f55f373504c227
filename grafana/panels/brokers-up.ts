import { topicNames } from '#contracts';
import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

export const brokersUp = figure({
  id: 301,
  title: { en: 'Brokers up', ko: '살아 있는 브로커' },
  description: {
    en: `Brokers that are part of the cluster: with two of three, all ${topicNames.length} topics can still be written to; with one, none can.`,
    ko: `클러스터에 참여 중인 브로커 수입니다. 셋 중 둘이면 토픽 ${topicNames.length}개 모두 쓸 수 있고, 하나뿐이면 쓸 수 없습니다.`,
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: `max(${name(metrics.brokersUp)})`, name: { en: 'brokers', ko: '브로커' } }],
  colours: [
    [0, colours.bad],
    [2, colours.warning],
    [3, colours.good],
  ],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
