import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

const answered = (route: string): string =>
  orZero(
    perSecond(
      `${name(metrics.httpServerRequestDuration)}_count{job="shop", method="POST", route="${route}", status_code=~"2..|409"}`,
    ),
  );

export const rushAnswered = lines({
  id: 601,
  title: { en: 'Rush: answered per second', ko: '쏠림: 초당 응답' },
  description: {
    en: 'Requests answered, in both designs: a voucher or "sold out" inside the request, "request received" with the queue.',
    ko: '응답을 받은 요청입니다. 직접 발급에서는 기프티콘 또는 매진, 큐에서는 접수가 응답입니다.',
  },
  unit: 'reqps',
  softMax: 100,
  queries: [
    {
      expr: answered('/direct/gifticons'),
      name: { en: 'inside the request', ko: '요청 안에서 발급' },
      colour: colours.bad,
    },
    { expr: answered('/gifticons'), name: { en: 'behind a queue', ko: '큐를 거쳐 발급' }, colour: colours.good },
  ],
});
