import { metrics } from '#telemetry';
import { lines } from '../kinds/lines.js';
import { name, perSecond } from '../promql.js';

export const handledMessages = lines({
  id: 207,
  title: { en: 'Messages handled per second', ko: '초당 처리한 메시지' },
  description: {
    en: 'What each service did with its messages: handled, duplicate (recognised and skipped), failed, or dead-lettered.',
    ko: '서비스가 메시지를 어떻게 했는지 보여 줍니다: handled(처리), duplicate(이미 본 것, 건너뜀), failed(실패), dead-lettered(격리).',
  },
  unit: 'ops',
  queries: [
    {
      expr: perSecond(name(metrics.handledMessages), 'consumergroup', 'outcome'),
      name: '{{consumergroup}} {{outcome}}',
    },
  ],
  nothing: { en: 'No messages', ko: '메시지가 없습니다' },
});
