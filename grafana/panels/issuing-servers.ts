import { gifticonRequested } from '#contracts';
import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

const partitions = gifticonRequested.partitions ?? 0;

export const issuingServers = figure({
  id: 609,
  title: { en: 'Issuing servers', ko: '발급 서버' },
  description: {
    en: `Members that share the queue. It has ${partitions} partitions: any further members are idle (amber); without members the queue grows (red).`,
    ko: `큐를 나누어 처리하는 멤버 수입니다. 파티션이 ${partitions}개이므로 그보다 많은 멤버는 할 일이 없고(주황), 없으면 큐가 쌓이기만 합니다(빨강).`,
  },
  unit: 'short',
  decimals: 0,
  queries: [
    {
      expr: `max(${name(metrics.consumerGroupMembers)}{consumergroup="gifticon"})`,
      name: { en: 'members', ko: '멤버' },
    },
  ],
  colours: [
    [0, colours.bad],
    [1, colours.good],
    [partitions + 1, colours.warning],
  ],
  nothing: { en: 'not counted yet', ko: '집계 전' },
});
