import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { failedAnswer, name, orZero, perSecond } from '../promql.js';

const failed = (route: string): string =>
  orZero(
    perSecond(
      `${name(metrics.httpServerRequestDuration)}_count{job="order", method="POST", route="${route}", ${failedAnswer}}`,
    ),
  );

export const failedBeforeAfter = lines({
  id: 406,
  title: { en: 'Orders failed per second: before and after', ko: '초당 실패한 주문: 전과 후' },
  description: {
    en: 'The same fault in both designs: with REST orders fail, with events the line stays at 0.',
    ko: '두 방식에 같은 고장을 냅니다. REST로 묶이면 주문이 실패하고, 이벤트 방식에서는 선이 0에 머뭅니다.',
  },
  unit: 'reqps',
  softMax: 5,
  queries: [
    {
      expr: failed('/coupled/orders'),
      name: { en: 'before: coupled by REST', ko: '전: REST로 결합' },
      colour: colours.bad,
    },
    { expr: failed('/orders'), name: { en: 'after: by events', ko: '후: 이벤트' }, colour: colours.good },
  ],
});
