import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import type { Panel } from '../panel.js';
import { name } from '../promql.js';
import { states } from './states.js';

/**
 * The phases of a scenario over time.
 * @param scenario only this one; by default every scenario that ran in the visible time range
 */
export const phases = ({ id, scenario }: { id: number; scenario?: string }): Panel =>
  states({
    id,
    title: { en: 'The story so far', ko: '지금까지의 이야기' },
    description: {
      en: 'The phases of the running scenario and the faults in it: reads as a script, from top to bottom and left to right.',
      ko: '진행 중인 시나리오의 단계와 고장입니다. 위에서 아래로, 왼쪽에서 오른쪽으로 대본처럼 읽으세요.',
    },
    queries: [
      {
        expr: `max by (run, phase) (${name(metrics.scenarioPhase)}${scenario ? `{scenario="${scenario}"}` : ''})`,
        name: '{{run}}: {{phase}}',
      },
      {
        expr: `max by (fault, target) (${name(metrics.faultActive)}) * 2`,
        name: { en: '{{fault}} {{target}}', ko: '{{fault}} {{target}}' },
      },
    ],
    named: [
      { value: 0, text: { en: ' ', ko: ' ' }, colour: 'transparent' },
      { value: 1, text: { en: 'now', ko: '진행' }, colour: colours.calm },
      { value: 2, text: { en: 'broken', ko: '고장' }, colour: colours.bad },
    ],
    nothing: {
      en: `No scenario has run yet: npm run stage -- scenario run ${scenario ?? 'review-outage'}`,
      ko: `아직 실행한 시나리오가 없습니다: npm run stage -- scenario run ${scenario ?? 'review-outage'}`,
    },
  });
