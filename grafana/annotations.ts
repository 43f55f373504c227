import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import { metrics } from '#telemetry';
import { colours } from './colours.js';
import { prometheus } from './panel.js';
import { name } from './promql.js';
import type { Say } from './text.js';

/**
 * Annotations on every board: active faults, firing alerts, and restarts after a crash. As Prometheus queries they need no
 * token and no writer, and they survive a restart.
 */
export const annotations = (say: Say): Builder<AnnotationQuery>[] => [
  new AnnotationQueryBuilder()
    .name(say({ en: 'Faults', ko: '고장' }))
    .datasource(prometheus)
    .enable(true)
    .iconColor(colours.bad)
    .expr(`${name(metrics.faultActive)} == 1`)
    .step('1s')
    .titleFormat('{{fault}} {{target}}')
    .textFormat('{{scenario}}'),
  new AnnotationQueryBuilder()
    .name(say({ en: 'Alerts', ko: '알림' }))
    .datasource(prometheus)
    .enable(true)
    .iconColor(colours.warning)
    .expr('ALERTS{alertstate="firing"}')
    .step('1s')
    .titleFormat('{{alertname}}')
    .textFormat('{{consumergroup}} {{job}}'),
  new AnnotationQueryBuilder()
    .name(say({ en: 'Restarts', ko: '재시작' }))
    .datasource(prometheus)
    .enable(true)
    .iconColor(colours.calm)
    .expr(`increase(${name(metrics.partRestarts)}[5s]) > 0`)
    .step('1s')
    .titleFormat(say({ en: '{{part}} restarted', ko: '{{part}} 재시작' }))
    .textFormat('{{part}}'),
  new AnnotationQueryBuilder()
    .name(say({ en: 'Recreated topics', ko: '다시 만든 토픽' }))
    .datasource(prometheus)
    .enable(true)
    .iconColor(colours.bad)
    .expr(`time() - ${name(metrics.topicRecreated)} < 3`)
    .step('1s')
    .titleFormat(
      say({
        en: '{{topic}} had been deleted and was recreated empty',
        ko: '{{topic}} 토픽이 사라져 빈 토픽으로 다시 생성',
      }),
    )
    .textFormat('{{topic}}'),
];
