import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name } from '../promql.js';

export const wishesWaiting = lines({
  id: 606,
  title: { en: 'Requests in the queue', ko: '큐에서 기다리는 요청' },
  description: {
    en: 'Requests accepted and not yet decided: the rush piles up in the queue, and the issuing server processes it at its own pace.',
    ko: '접수되었고 아직 결정되지 않은 요청입니다. 쏠림은 언덕이 되고, 발급 서버가 제 속도로 깎아 냅니다.',
  },
  unit: 'short',
  softMax: 10,
  queries: [
    {
      expr: `sum(${name(metrics.consumerGroupLag)}{consumergroup="gifticon", topic="gifticon.requested"})`,
      name: { en: 'waiting', ko: '대기' },
      colour: colours.warning,
    },
  ],
  nothing: { en: 'No request yet', ko: '아직 요청이 없습니다' },
});
