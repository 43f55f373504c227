import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

export const shopperErrors = lines({
  id: 605,
  title: { en: 'Ordinary shoppers: failed per second', ko: '일반 고객: 초당 실패' },
  description: {
    en: 'Requests of ordinary shoppers that failed or were abandoned: lost sales.',
    ko: '실패했거나 포기한 일반 고객의 요청입니다. 놓친 매출입니다.',
  },
  unit: 'reqps',
  softMax: 5,
  queries: [
    {
      expr: orZero(
        perSecond(
          `${name(metrics.httpServerRequestDuration)}_count{job="shop", route=~"/products.*|/carts.*", status_code=~"499|5.."}`,
        ),
      ),
      name: { en: 'failed', ko: '실패' },
      colour: colours.bad,
    },
  ],
});
