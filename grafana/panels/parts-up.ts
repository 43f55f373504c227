import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { states } from '../kinds/states.js';
import { name } from '../promql.js';

/** Observers are not part of what is shown. */
const watchers = 'prometheus|lag-watcher|control-room';

export const partsUp = states({
  id: 109,
  title: { en: 'Up or down', ko: '살아 있나' },
  description: {
    en: 'Each service and each broker over time: red while it does not respond.',
    ko: '서비스와 브로커를 시간순으로 보여 줍니다. 응답하지 않는 순간부터 빨간색입니다.',
  },
  queries: [
    { expr: `max by (job) (up{job!~"${watchers}"})`, name: '{{job}}' },
    { expr: `max by (broker) (${name(metrics.brokerUp)})`, name: 'kafka-{{broker}}' },
  ],
  named: [
    { value: 1, text: { en: 'up', ko: '정상' }, colour: colours.good },
    { value: 0, text: { en: 'down', ko: '중단' }, colour: colours.bad },
  ],
});
