import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { states } from '../kinds/states.js';
import { name } from '../promql.js';

/** How long a board keeps showing that a topic was recreated, like the alert. */
const shownSeconds = 300;

const missing = `max by (topic) (${name(metrics.topicMissing)}) * 2`;
const madeAgain = `max by (topic) (time() - ${name(metrics.topicRecreated)} < bool ${shownSeconds})`;
/** One line for all the others, to show that they exist. */
const others = `label_replace(0 * max(${name(metrics.brokersUp)}), "topic", "*", "", "")`;

export const topicStates = states({
  id: 313,
  title: { en: 'Topics', ko: '토픽 상태' },
  description: {
    en: 'A topic of this platform that is deleted is recreated within seconds, but its messages are lost; * stands for all the others.',
    ko: '삭제된 토픽은 몇 초 안에 다시 만들어지지만 그 안에 있던 메시지는 유실됩니다. *는 나머지 모든 토픽입니다.',
  },
  queries: [{ expr: `${missing} or ${madeAgain} or ${others}`, name: '{{topic}}' }],
  named: [
    { value: 0, text: { en: 'there', ko: '정상' }, colour: colours.good },
    { value: 1, text: { en: 'recreated', ko: '다시 생성' }, colour: colours.warning },
    { value: 2, text: { en: 'missing', ko: '없음' }, colour: colours.bad },
  ],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
