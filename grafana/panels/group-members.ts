import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { states } from '../kinds/states.js';
import { name } from '../promql.js';

export const groupMembers = states({
  id: 310,
  title: { en: 'Members of each group', ko: '그룹별 멤버 수' },
  description: {
    en: 'How many consumers share the work of each group: red if there are none and messages pile up.',
    ko: '그룹의 일을 나누어 하는 소비자 수입니다. 아무도 없어 쌓이기만 하는 그룹은 빨간색입니다.',
  },
  queries: [{ expr: `max by (consumergroup) (${name(metrics.consumerGroupMembers)})`, name: '{{consumergroup}}' }],
  named: [{ value: 0, text: { en: 'nobody', ko: '없음' }, colour: colours.bad }],
  colours: [
    [0, colours.bad],
    [1, colours.good],
    [2, colours.calm],
  ],
  nothing: { en: 'No consumer group', ko: '소비자 그룹이 없습니다' },
});
