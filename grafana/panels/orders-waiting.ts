import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

export const ordersWaiting = figure({
  id: 104,
  title: { en: 'In progress', ko: '처리 대기' },
  description: {
    en: 'Accepted orders with a step that still waits in a queue: rises while a service is down, falls to 0 after it is back.',
    ko: '접수되었고 일부 단계가 아직 큐에서 기다리는 주문 수입니다. 서비스가 죽으면 늘고, 돌아오면 0으로 줄어듭니다.',
  },
  unit: 'short',
  decimals: 0,
  queries: [{ expr: `${name(metrics.ledgerOrders)}{outcome="queued"}`, name: { en: 'in progress', ko: '대기' } }],
  colours: [
    [0, colours.good],
    [100, colours.warning],
  ],
  nothing: { en: 'counting', ko: '세는 중' },
});
