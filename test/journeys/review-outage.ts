import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportJson } from '#scenarios';
import type { JourneyStage } from './stage.js';

/** The scene of the talk, with a computed verdict. */
export function reviewOutage(on: () => JourneyStage): void {
  describe('the scenario review-outage', () => {
    let folder: string;
    beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'review-outage-'))));
    afterAll(() => rm(folder, { recursive: true }));

    it('passes its verdict and leaves a report', async () => {
      const { code, answer, said } = await on().stage(
        ...['scenario', 'run', 'review-outage', '--speed', 'fast', '--seed', '11', '--out', folder],
      );
      const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as ReportJson;
      expect(answer).toEqual(report);
      // Response times depend on the machine, so that expectation may fail here.
      const failed = report.expectations.filter(({ passed, text }) => !passed && !text.includes('takes no longer'));
      expect({ failed, said: failed.length > 0 ? said : '' }).toEqual({ failed: [], said: '' });
      expect(code).toBe(report.passed ? 0 : 1);
      expect(report.passed).toBe(report.expectations.every(({ passed }) => passed));
      expect(report).toMatchObject({ scenario: 'review-outage', seed: 11 });

      const [coupled, events] = report.runs;
      expect([coupled?.name, events?.name]).toEqual(['coupled', 'events']);
      expect(coupled?.rejected).toBeGreaterThan(0);
      expect(coupled?.lag).toEqual({ peakMessages: null, peakAgeSeconds: null });
      expect(events).toMatchObject({ rejected: 0, lost: 0, doubled: 0, completed: events?.offered });
      expect(events?.recovery.rejoinSeconds).toBeGreaterThan(0);
      expect(events?.recovery.totalSeconds).toBeGreaterThan(0);

      expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain(report.passed ? 'PASSED' : 'FAILED');
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('id="data"');
    });
  });
}
