import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { states } from '../kinds/states.js';
import { name } from '../promql.js';

export const brokerStates = states({
  id: 311,
  title: { en: 'Each broker', ko: '브로커별 상태' },
  description: {
    en: 'Which broker was down, and for how long: the same board works with Redpanda and Apache Kafka.',
    ko: '어느 브로커가 얼마나 자리를 비웠는지 보여 줍니다. Redpanda와 Apache Kafka에서 똑같이 읽힙니다.',
  },
  queries: [
    { expr: `max by (broker) (${name(metrics.brokerUp)})`, name: { en: 'broker {{broker}}', ko: '브로커 {{broker}}' } },
  ],
  named: [
    { value: 1, text: { en: 'up', ko: '정상' }, colour: colours.good },
    { value: 0, text: { en: 'down', ko: '중단' }, colour: colours.bad },
  ],
});
