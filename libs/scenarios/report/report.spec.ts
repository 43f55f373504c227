import { scenarioNamed } from '../story/catalog.js';
import type { RunRecord } from '../engine/record.js';
import { reportHtml } from './html.js';
import { reportMarkdown } from './markdown.js';
import { reportJson, reportOf } from './report.js';
import { syntheticRuns } from './synthetic-runs.js';

const report = (records: RunRecord[] = syntheticRuns()) =>
  reportOf({
    scenario: scenarioNamed('review-outage'),
    seed: 42,
    speed: 'talk',
    startedAt: Date.parse('2026-11-22T05:00:00Z'),
    machine: 'a machine </script>',
    records,
  });

describe('report.json', () => {
  const json = reportJson(report());

  it('has exactly the documented fields', () => {
    expect(Object.keys(json)).toEqual('scenario seed startedAt runs expectations evidence passed outcome'.split(' '));
    for (const run of json.runs) {
      expect(Object.keys(run)).toEqual(
        'name offered accepted rejected completed lost doubled deadLettered accept completion lag recovery'.split(' '),
      );
      expect(Object.keys(run.accept)).toEqual(['p50Ms', 'p99Ms', 'maxMs']);
      expect(Object.keys(run.lag)).toEqual(['peakMessages', 'peakAgeSeconds']);
      expect(Object.keys(run.recovery)).toEqual(['rejoinSeconds', 'drainSeconds', 'totalSeconds', 'estimatedSeconds']);
    }
    expect(Object.keys(json.expectations[0] ?? {})).toEqual(['text', 'expected', 'measured', 'passed', 'outcome']);
  });

  it('shows what happened: the coupled design failed with its neighbour, the events were only late', () => {
    const [coupled, events] = json.runs;
    expect(coupled).toMatchObject({ name: 'coupled', offered: 2_000, accepted: 1_320, rejected: 680, lost: 0 });
    expect(events).toMatchObject({ name: 'events', offered: 2_000, accepted: 2_000, completed: 2_000, lost: 0 });
    expect(events?.lag.peakMessages).toBeGreaterThan(600);
    expect(events?.recovery.rejoinSeconds).toBeCloseTo(2, 1);
    expect(events?.recovery.estimatedSeconds).toBeGreaterThan(3);
    expect(json.passed).toBe(true);
  });

  it('gives null, never 0, for what does not apply', () => {
    const coupled = json.runs[0];
    expect(coupled?.lag).toEqual({ peakMessages: null, peakAgeSeconds: null });
    expect(coupled?.recovery).toMatchObject({ drainSeconds: null, estimatedSeconds: null });
    const nobody = syntheticRuns().map((run) => ({
      ...run,
      outcomes: [],
      fates: [],
      load: { ...run.load, accepted: 0, accept: null },
    }));
    expect(reportJson(report(nobody)).runs[0]?.accept).toEqual({ p50Ms: null, p99Ms: null, maxMs: null });
  });
});

describe('the verdict', () => {
  const spoiled = (design: string, change: (run: RunRecord) => void) => {
    const runs = syntheticRuns();
    for (const run of runs) if (run.design.name === design) change(run);
    return reportJson(report(runs));
  };
  const failing = (json: ReturnType<typeof reportJson>) => json.expectations.filter(({ passed }) => !passed);

  it.each<[string, string, (run: RunRecord) => void]>([
    ['one order lost', 'lost', (run) => (run.account.lost = 1)],
    ['one order doubled', 'twice', (run) => (run.account.doubled = 1)],
    [
      'one order not completed',
      'completed at the end',
      (run) => Object.assign(run.fates[0] ?? {}, { completedAt: null }),
    ],
    [
      'one order not accepted',
      'Every order is accepted',
      (run) => {
        Object.assign(run.outcomes[0] ?? {}, { ending: 'failed' });
        run.fates.shift();
      },
    ],
    [
      'a queue that never grew',
      'grows',
      (run) =>
        (run.queues = {
          review: [{ at: run.startedAt + 1, lag: 0, ageSeconds: 0, drainSeconds: null, members: 1, published: 0 }],
        }),
    ],
    [
      'a queue that did not run empty',
      'empty again',
      (run) =>
        run.queues['review']?.push({
          at: run.endedAt,
          lag: 3,
          ageSeconds: 1,
          drainSeconds: 1,
          members: 1,
          published: 0,
        }),
    ],
    [
      'slow answers during the outage',
      'Accepting an order takes no longer',
      (run) => run.outcomes.forEach((one) => (one.answeredAt += one.n > 400 && one.n < 1_000 ? 100 : 0)),
    ],
  ])('fails on %s', (_what, text, change) => {
    const json = spoiled('events', change);
    expect(json.passed).toBe(false);
    expect(failing(json).map((one) => one.text)).toEqual([expect.stringContaining(text)]);
  });

  it('is inconclusive if a figure does not exist, or a fault did not take effect, however green the rest is', () => {
    const nobodyLooked = spoiled('events', (run) => (run.queues = {}));
    expect(nobodyLooked).toMatchObject({ passed: false, outcome: 'inconclusive' });
    expect(failing(nobodyLooked).map(({ measured, outcome }) => [measured, outcome])).toEqual([
      ['not known', 'inconclusive'],
      ['not known', 'inconclusive'],
    ]);
    const noFault = spoiled('events', (run) => run.faults.forEach((fault) => (fault.evidence = null)));
    expect(noFault).toMatchObject({ passed: false, outcome: 'inconclusive' });
    expect(failing(noFault)).toEqual([]);
  });

  it('fails if the coupled design was unaffected: that would not show the claim of the talk', () => {
    const json = spoiled('coupled', (run) => run.outcomes.forEach((one) => (one.ending = 'accepted')));
    expect(failing(json)).toHaveLength(1);
  });

  it('leaves out expectations about a design that was not run', () => {
    const json = reportJson(report(syntheticRuns().slice(1)));
    expect(json.expectations.every(({ text }) => text.startsWith('events: '))).toBe(true);
    expect(json.passed).toBe(true);
  });
});

describe('the report', () => {
  it('is one self-contained page that escapes its data', async () => {
    const html = await reportHtml(report());
    expect(html).not.toMatch(/(src|href)=/);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).toContain('a machine \\u003c/script>');
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });

  it('names the run in which the load generator was late', () => {
    const runs = syntheticRuns();
    for (const run of runs) if (run.design.name === 'coupled') run.load.keptRate = false;
    const caveats = reportMarkdown(report(runs)).match(/^- .*fell behind its schedule.*$/gm);
    expect(caveats).toEqual([expect.stringContaining(`- ${runs[0]?.design.title.en}: `)]);
    expect(reportMarkdown(report())).not.toContain('fell behind its schedule');
  });

  it('is in both languages', async () => {
    for (const text of [await reportHtml(report()), reportMarkdown(report())]) {
      expect(text).toContain('The review service dies');
      expect(text).toContain('리뷰 서비스 장애');
    }
  });
});
