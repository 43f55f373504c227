import type { FaultWindow } from '../engine/record.js';
import { judgeCampaign } from './campaign-verdict.js';
import type { Judgement } from './checker/judge.js';

const nothing = { lost: [], unseen: [], doubled: [], contradicted: [], outOfOrder: [], withoutCause: [] };
const clean: Judgement = {
  ...{ told: { yes: 9, no: 0, unknown: 1 }, unknownStored: 1, completed: 10, completedAt: [] },
  ...{ deadLettered: 0, stillQueued: 0, publishedAgain: 2, comparedInOrder: 5, findings: nothing },
};
const timed = { fault: 'kill', part: 'review', atMs: 0, forMs: 1_000 };
const window = (evidence: string | null): FaultWindow => ({
  ...{ fault: 'kill', part: 'review', appliedAt: 0, restoredAt: 1_000, evidence },
});
const verdict = (judgement: Partial<Judgement>, seen = 10, planned = 10) =>
  judgeCampaign({
    judgement: { ...clean, ...judgement },
    faults: Array.from({ length: planned }, (_, n) => window(n < seen ? 'it was gone' : null)),
    schedule: Array.from({ length: planned }, () => timed),
  });

test('passes when nothing is wrong and the faults took effect', () => {
  expect(verdict({})).toEqual({ outcome: 'passed', tookEffect: 10, reasons: [] });
});

test('fails for each kind of finding, even if hardly any fault took effect', () => {
  const lost = [{ order: 'order-1', what: 'is gone' }];
  expect(verdict({ findings: { ...nothing, lost } }, 0)).toMatchObject({
    outcome: 'failed',
    reasons: [{ en: '1 lost' }],
  });
});

test.each([
  ['faults without evidence', verdict({}, 4)],
  ['a schedule in which no fault began', judgeCampaign({ judgement: clean, faults: [], schedule: [timed] })],
  ['orders that are still waiting', verdict({ stillQueued: 3 })],
  ['a stack that accepted nothing', verdict({ told: { yes: 0, no: 0, unknown: 9 } })],
])('is inconclusive with %s', (_what, { outcome, reasons }) => {
  expect(outcome).toBe('inconclusive');
  expect(reasons).toHaveLength(1);
});
