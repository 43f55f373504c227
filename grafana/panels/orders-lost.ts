import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

export const ordersLost = figure({
  id: 102,
  title: { en: 'Orders lost', ko: '사라진 주문' },
  description: {
    en: 'Accepted orders with a missing step that is no longer in any queue, counted in the databases: it must stay 0.',
    ko: '접수되었지만 처리도 대기도 되지 않는 주문 수입니다. 데이터베이스에서 직접 세며, 항상 0이어야 합니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: `${name(metrics.ledgerOrders)}{outcome="lost"}`, name: { en: 'lost', ko: '사라짐' } }],
  colours: [
    [0, colours.good],
    [1, colours.bad],
  ],
  nothing: { en: 'counting', ko: '세는 중' },
});
