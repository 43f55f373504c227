import { measureRecovery, type RecoveryFacts } from './recovery.js';

/** Ten orders a second for 30 s; none completes from second 10 to 21.5, then fifty a second until all are done. */
function outage(): RecoveryFacts {
  const acceptedAt = Array.from({ length: 300 }, (_, n) => n * 100);
  const calm = acceptedAt.filter((at) => at < 10_000).map((at) => at + 20);
  let next = 21_500;
  const after = acceptedAt.slice(calm.length).map((at) => {
    const doneAt = Math.max(next, at + 20);
    next = doneAt + 20;
    return doneAt;
  });
  return {
    acceptedAt,
    completedAt: [...calm, ...after],
    calmFrom: 0,
    faultAt: 10_000,
    restoredAt: 20_000,
    samples: [],
  };
}

describe('a recovery', () => {
  it('is split into coming back and catching up', () => {
    // 115 orders are waiting at 21.5 s and ten more arrive each second: at fifty a second that takes about 115 / 40 s.
    const { rejoinSeconds, drainSeconds, totalSeconds } = measureRecovery(outage());
    expect(rejoinSeconds).toBe(1.5);
    expect(drainSeconds).toBeCloseTo(115 / 40, 0);
    expect(totalSeconds).toBeCloseTo((rejoinSeconds ?? 0) + (drainSeconds ?? 0), 1);
  });

  it('does not depend on the order in which the times were read', () => {
    const facts = outage();
    const shuffled = {
      ...facts,
      completedAt: [...facts.completedAt].reverse(),
      acceptedAt: [...facts.acceptedAt].reverse(),
    };
    expect(measureRecovery(shuffled)).toEqual(measureRecovery(facts));
  });

  it('scores the first estimate made after the first progress, counted from that progress', () => {
    const sample = (at: number, drainSeconds: number | null) => ({
      at,
      lag: 100,
      ageSeconds: 1,
      drainSeconds,
      members: 1,
      published: 0,
    });
    const samples = [sample(20_500, 9), sample(21_900, null), sample(22_500, 2.2), sample(23_500, 1)];
    expect(measureRecovery({ ...outage(), samples }).estimatedSeconds).toBe(3.2);
  });

  it('has no estimate if there was none before the queue was empty', () => {
    const late = { at: 29_000, lag: 0, ageSeconds: 0, drainSeconds: 0, members: 1, published: 0 };
    expect(measureRecovery({ ...outage(), samples: [late] }).estimatedSeconds).toBeNull();
  });

  it('has no drain in a design without a queue', () => {
    expect(measureRecovery({ ...outage(), samples: null })).toEqual({
      rejoinSeconds: 1.5,
      drainSeconds: null,
      totalSeconds: 1.5,
      estimatedSeconds: null,
    });
  });

  it('did not happen if nothing was completed any more', () => {
    const facts = outage();
    const completedAt = facts.completedAt.filter((at) => at < 10_100);
    expect(measureRecovery({ ...facts, completedAt }).rejoinSeconds).toBeNull();
  });

  it('is not over while orders are still waiting', () => {
    const facts = outage();
    const completedAt = facts.completedAt.filter((at) => at < 22_000);
    expect(measureRecovery({ ...facts, completedAt })).toMatchObject({ rejoinSeconds: 1.5, drainSeconds: null });
  });
});
