import type { OrderFate } from '../ledger/account.js';
import { accountOf } from '../ledger/account.js';
import { latencyOf } from '../load/latency.js';
import type { Outcome } from '../load/outcome.js';
import type { RunRecord } from '../engine/record.js';
import type { QueueSample } from '../engine/recovery.js';
import { scenarioNamed } from '../story/catalog.js';
import type { Design } from '../engine/design.js';

/**
 * A made-up review outage, second by second as it should go: for tests of figures, verdict and report that need no
 * stack. 40 orders a second; down from second 10 to 25; working again at 27; 200 reviews a second then.
 */
export function syntheticRuns(): RunRecord[] {
  return scenarioNamed('review-outage').designs.map((design) =>
    design.group === null ? coupledRun(design) : eventsRun(design),
  );
}

const startedAt = Date.parse('2026-11-22T05:00:00Z');
const ratePerSecond = 40;
const [downFrom, restoredAt, backAt, loadSeconds] = [10, 25, 27, 50];
const secondsAfterStart = (seconds: number) => startedAt + seconds * 1000;

/** A wave that looks like noise but is deterministic. */
const wobble = (n: number) => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;

function outcomes(
  answer: (dueSecond: number, n: number) => Pick<Outcome, 'ending' | 'status'> & { ms: number },
): Outcome[] {
  return Array.from({ length: loadSeconds * ratePerSecond }, (_, n) => {
    const due = n / ratePerSecond;
    const { ms, ending, status } = answer(due, n);
    const scheduledAt = secondsAfterStart(due);
    const id = ending === 'accepted' ? `order-${n}` : null;
    return { n, scheduledAt, sentAt: scheduledAt, answeredAt: scheduledAt + ms, ending, status, id };
  });
}

function coupledRun(design: Design): RunRecord {
  const all = outcomes((due, n) =>
    due >= downFrom && due < backAt
      ? { ms: 30 + 40 * wobble(n), ending: 'failed', status: 502 }
      : { ms: 18 + 14 * wobble(n), ending: 'accepted', status: 201 },
  );
  return recordOf(design, all, (outcome) => outcome.answeredAt - 2, null);
}

function eventsRun(design: Design): RunRecord {
  const all = outcomes((_due, n) => ({ ms: 4 + 5 * wobble(n), ending: 'accepted', status: 201 }));
  let free = secondsAfterStart(backAt);
  const doneAt = all.map(({ answeredAt }) => {
    if (answeredAt < secondsAfterStart(downFrom)) return answeredAt + 15;
    free = Math.max(free + 1000 / 200, answeredAt + 15);
    return free;
  });
  const samples: QueueSample[] = [];
  for (let second = 0; second < loadSeconds + 2; second += 1) {
    const at = secondsAfterStart(second) + 500;
    const waiting = all.filter(({ answeredAt }, n) => answeredAt <= at && (doneAt[n] ?? 0) > at);
    const draining = second >= backAt && waiting.length > 10;
    samples.push({
      at,
      lag: waiting.length,
      ageSeconds: waiting[0] ? (at - waiting[0].answeredAt) / 1000 : 0,
      drainSeconds: draining ? waiting.length / 160 : null,
      members: 1,
      published: all.filter(({ answeredAt }) => answeredAt <= at).length,
    });
  }
  return recordOf(design, all, ({ n }) => doneAt[n] ?? 0, samples);
}

function recordOf(
  design: Design,
  all: Outcome[],
  doneAt: (outcome: Outcome) => number,
  samples: QueueSample[] | null,
): RunRecord {
  const accepted = all.filter(({ ending }) => ending === 'accepted');
  const fates = accepted.map((outcome): OrderFate => {
    const completedAt = doneAt(outcome);
    const completionMs = completedAt - outcome.scheduledAt;
    return { orderId: String(outcome.id), fate: 'completed', doubled: false, missing: [], completedAt, completionMs };
  });
  return {
    design,
    startedAt,
    endedAt: secondsAfterStart(loadSeconds + 1),
    phases: [
      { name: 'calm', from: startedAt, to: secondsAfterStart(downFrom) },
      { name: 'outage', from: secondsAfterStart(downFrom), to: secondsAfterStart(restoredAt) },
      { name: 'recovery', from: secondsAfterStart(restoredAt), to: secondsAfterStart(loadSeconds) },
    ],
    given: [],
    faults: [
      {
        fault: 'kill',
        part: 'review',
        appliedAt: secondsAfterStart(downFrom),
        restoredAt: secondsAfterStart(restoredAt),
        evidence: 'process 4711 is gone',
      },
    ],
    load: {
      offered: all.length,
      accepted: accepted.length,
      refused: 0,
      failed: all.length - accepted.length,
      accept: latencyOf(accepted.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt)),
      late: 0,
      worstLateMs: 1,
      keptRate: true,
    },
    outcomes: all,
    account: accountOf(fates),
    fates,
    queues: samples === null ? {} : { review: samples },
  };
}
