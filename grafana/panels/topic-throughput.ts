import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name, perSecond } from '../promql.js';

export const topicThroughput = lines({
  id: 305,
  title: { en: 'Messages in by topic, per second', ko: '토픽별 초당 유입' },
  description: {
    en: 'Messages published to each topic: order.placed continues while review is down, review.invited stops and catches up later.',
    ko: '토픽별 유입량입니다. review가 죽어도 order.placed는 계속되고, review.invited는 멈췄다가 나중에 몰아서 들어옵니다.',
  },
  unit: 'ops',
  queries: [
    {
      expr: perSecond(`${name(metrics.partitionEndOffset)}{topic!~"(dead-letter|replay)[.].*"}`, 'topic'),
      name: '{{topic}}',
    },
  ],
  nothing: { en: 'No topics', ko: '토픽이 없습니다' },
});
