import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

const duration = name(metrics.httpServerRequestDuration);

/** Answered after more than the second that a member waits, or never. */
const tooLate = (route: string): string => {
  const presses = `{job="shop", method="POST", route="${route}"}`;
  const inTime = `{job="shop", method="POST", route="${route}", status_code!~"499|5..", le=~"1|1.0"}`;
  return orZero(`${perSecond(`${duration}_count${presses}`)} - ${perSecond(`${duration}_bucket${inTime}`)}`);
};

export const rushUnanswered = lines({
  id: 602,
  title: { en: 'Rush: too late per second', ko: '쏠림: 초당 늦은 응답' },
  description: {
    en: 'Requests answered after more than a second, when the member has already retried, or never: with the queue the line stays at 0.',
    ko: '회원이 이미 다시 누른 1초 뒤에야 응답했거나 응답하지 못한 요청입니다. 큐를 두면 선이 0에 머뭅니다.',
  },
  unit: 'reqps',
  softMax: 100,
  queries: [
    {
      expr: tooLate('/direct/gifticons'),
      name: { en: 'inside the request', ko: '요청 안에서 발급' },
      colour: colours.bad,
    },
    { expr: tooLate('/gifticons'), name: { en: 'behind a queue', ko: '큐를 거쳐 발급' }, colour: colours.good },
  ],
});
