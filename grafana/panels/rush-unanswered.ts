import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

const unanswered = (route: string): string =>
  orZero(
    perSecond(
      `${name(metrics.httpServerRequestDuration)}_count{job="shop", method="POST", route="${route}", status_code=~"499|5.."}`,
    ),
  );

export const rushUnanswered = lines({
  id: 602,
  title: { en: 'Rush: not answered per second', ko: '쏠림: 초당 무응답' },
  description: {
    en: 'Presses whose member went away before the answer (499), or that failed (5xx): with the queue the line stays at 0.',
    ko: '응답 전에 회원이 떠났거나(499) 실패한(5xx) 요청입니다. 큐를 두면 선이 0에 머뭅니다.',
  },
  unit: 'reqps',
  softMax: 100,
  queries: [
    {
      expr: unanswered('/direct/gifticons'),
      name: { en: 'inside the request', ko: '요청 안에서 발급' },
      colour: colours.bad,
    },
    { expr: unanswered('/gifticons'), name: { en: 'behind a queue', ko: '큐를 거쳐 발급' }, colour: colours.good },
  ],
});
