import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

const drain = name(metrics.consumerGroupDrain);
const lag = name(metrics.consumerGroupLag);
/** Groups of this platform, and those named in EVENTSTAGE_ALERT_GROUPS. */
const ours = `and on (consumergroup) ${name(metrics.consumerGroupAlerting)} == 1`;
/** Groups with a backlog that does not shrink; a handful of messages in flight is not a backlog. */
const growing = `(sum by (consumergroup) (${lag}) > 20 ${ours}) unless on (consumergroup) ${drain}`;

export const drainedIn = figure({
  id: 105,
  title: { en: 'Caught up in', ko: '따라잡기까지' },
  description: {
    en: 'Time until every queue is empty at the current rate; "growing" while a queue is still growing.',
    ko: '지금 속도라면 모든 큐가 빌 때까지 남은 시간(초)입니다. 큐가 길어지는 동안은 "늘어나는 중"이라고 표시합니다.',
  },
  unit: 's',
  decimals: 0,
  queries: [
    { expr: `(0 * count(${growing}) - 1) or max(${drain} ${ours})`, name: { en: 'caught up in', ko: '남은 시간' } },
  ],
  colours: [
    [0, colours.good],
    [2, colours.warning],
  ],
  named: [{ value: -1, text: { en: 'growing', ko: '늘어나는 중' }, colour: colours.warning }],
  nothing: { en: 'unknown', ko: '알 수 없음' },
});
