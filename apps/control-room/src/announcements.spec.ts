import { checker, FaultsAnnouncement, RecoveryAnnouncement, ScenarioAnnouncement } from '#contracts';
import { Announcements, announcementsKept } from './announcements.js';

const killedReview = { scenario: 'review-outage', fault: 'kill', target: 'review' };

describe('Announcements', () => {
  it('shows a fault as 1 while it is active and as 0 once cleared', () => {
    const announcements = new Announcements();
    expect(announcements.announceFaults({ active: [killedReview] })).toEqual([{ labels: killedReview, value: 1 }]);
    expect(announcements.announceFaults({ active: [] })).toEqual([{ labels: killedReview, value: 0 }]);
    expect(announcements.announceFaults({ active: [killedReview] })).toEqual([{ labels: killedReview, value: 1 }]);
  });

  it('is idempotent', () => {
    const announcements = new Announcements();
    const once = announcements.announceFaults({ active: [killedReview, killedReview] });
    expect(announcements.announceFaults({ active: [killedReview] })).toEqual(once);
  });

  it('has exactly one phase at 1, and none once the scenario is over', () => {
    const announcements = new Announcements();
    const at = (phase: string) => ({ scenario: 'review-outage', run: 'events', phase });
    announcements.announceScenario(at('calm'));
    expect(announcements.announceScenario(at('outage')).map(({ value }) => value)).toEqual([0, 1]);
    const over = announcements.announceScenario({ scenario: null, run: null, phase: null });
    expect(over.map(({ value }) => value)).toEqual([0, 0]);
  });

  it('drops the phases of a scenario once another one runs', () => {
    const announcements = new Announcements();
    const video = { scenario: 'video-queue', run: 'queue', phase: 'calm' };
    const outage = { scenario: 'review-outage', run: 'events', phase: 'calm' };
    announcements.announceScenario(video);
    expect(announcements.announceScenario(outage)).toEqual([
      { labels: video, value: null },
      { labels: outage, value: 1 },
    ]);
    expect(announcements.announceScenario(outage)).toEqual([{ labels: outage, value: 1 }]);
  });

  it('counts new restarts, starts at 0, and starts again with the stack', () => {
    const announcements = new Announcements();
    const told = (restarts: number) =>
      announcements.announceRestarts({ parts: [{ part: 'review', restarts }] }).map(({ value }) => value);
    expect([0, 2, 2, 5, 1, 1].map(told)).toEqual([[0], [2], [0], [3], [1], [0]]);
  });

  it('removes the series of old announcements, so that their number stays bounded', () => {
    const announcements = new Announcements();
    const shown = new Set<string>();
    const show = (samples: readonly { labels: object; value: number | null }[]) => {
      for (const { labels, value } of samples) shown[value === null ? 'delete' : 'add'](JSON.stringify(labels));
    };
    const unmeasured = { drainSeconds: null, totalSeconds: null, estimatedSeconds: null };
    for (let n = 0; n < announcementsKept * 3; n++) {
      const scenario = 'review-outage';
      show(announcements.announceFaults({ active: [{ scenario, fault: 'kill', target: `review-${n}` }] }));
      show(announcements.announceScenario({ scenario, run: `run-${n}`, phase: 'calm' }));
      show(announcements.announceRecovery({ scenario, run: `run-${n}`, rejoinSeconds: n, ...unmeasured }));
    }
    // One series for each fault and phase, and one for the measured part of each recovery.
    expect(shown.size).toBe(announcementsKept * 3);
    const last = announcements.announceFaults({ active: [] });
    expect(last.at(-1)).toEqual({
      labels: { scenario: 'review-outage', fault: 'kill', target: `review-${announcementsKept * 3 - 1}` },
      value: 0,
    });
  });

  it('gives no value for what was not measured, instead of zero', () => {
    const samples = new Announcements().announceRecovery({
      scenario: 'review-outage',
      run: 'coupled',
      rejoinSeconds: 2.5,
      drainSeconds: null,
      totalSeconds: 2.5,
      estimatedSeconds: null,
    });
    expect(samples.map(({ labels, value }) => [labels.part, value])).toEqual([
      ['rejoin', 2.5],
      ['drain', null],
      ['total', 2.5],
      ['estimated', null],
    ]);
  });
});

describe('announcements', () => {
  it('refuse label values that are not plain words, so that nobody can fill the metrics with ids', () => {
    const check = checker(FaultsAnnouncement);
    expect(check({ active: [{ ...killedReview, target: 'x'.repeat(61) }] }).ok).toBe(false);
    expect(check({ active: [{ ...killedReview, target: 'a"b' }] }).ok).toBe(false);
    expect(check({ active: [{ ...killedReview, extra: 1 }] }).ok).toBe(false);
    expect(check({}).ok).toBe(false);
    expect(check({ active: [killedReview] }).ok).toBe(true);
  });

  it('accept a scenario or nothing at all', () => {
    const check = checker(ScenarioAnnouncement);
    expect(check({ scenario: null, run: null, phase: null }).ok).toBe(true);
    expect(check({ scenario: 'review-outage' }).ok).toBe(false);
  });

  it('refuse negative seconds', () => {
    const recovery = {
      scenario: 'a',
      run: 'b',
      rejoinSeconds: -1,
      drainSeconds: 1,
      totalSeconds: 1,
      estimatedSeconds: 1,
    };
    expect(checker(RecoveryAnnouncement)(recovery).ok).toBe(false);
  });
});
