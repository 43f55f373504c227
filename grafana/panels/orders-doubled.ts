import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

export const ordersDoubled = figure({
  id: 103,
  title: { en: 'Processed twice', ko: '두 번 처리됨' },
  description: {
    en: 'Orders with a duplicate effect, such as points given twice, counted in the databases: it must stay 0.',
    ko: '포인트가 두 번 적립되는 것처럼 효과가 두 번 일어난 주문 수입니다. 항상 0이어야 합니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: `${name(metrics.ledgerOrders)}{outcome="doubled"}`, name: { en: 'doubled', ko: '두 번' } }],
  colours: [
    [0, colours.good],
    [1, colours.bad],
  ],
  nothing: { en: 'counting', ko: '세는 중' },
});
