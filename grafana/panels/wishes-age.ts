import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const wishesAge = lines({
  id: 607,
  title: { en: 'Requests: oldest, and time to drain', ko: '가장 오래된 요청과 소진 예상' },
  description: {
    en: 'How long the oldest request has waited, and the time until the queue is empty at the current rate: absent while it grows.',
    ko: '가장 오래 기다린 요청의 나이와, 지금 속도로 큐가 비는 데 걸릴 시간입니다. 늘어나는 동안에는 없습니다.',
  },
  unit: 's',
  softMax: 5,
  queries: [
    {
      expr: `max(${name(metrics.consumerGroupLagAge)}{consumergroup="gifticon", topic="gifticon.requested"})`,
      name: { en: 'oldest request', ko: '가장 오래된 요청' },
      colour: colours.warning,
    },
    {
      expr: `${name(metrics.consumerGroupDrain)}{consumergroup="gifticon"}`,
      name: { en: 'empty in', ko: '소진까지' },
      colour: colours.calm,
    },
  ],
  nothing: { en: 'No request yet', ko: '아직 요청이 없습니다' },
});
