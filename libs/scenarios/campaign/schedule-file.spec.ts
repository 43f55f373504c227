import { parts } from '#runtime';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSchedule } from './draw-schedule.js';
import { scheduleAsStory, scheduleFromStory } from './schedule-file.js';
import { targetsOf } from './targets.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'eventstage-schedule-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (text: string, name = 'campaign-7.yaml') => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

test.each([1, 7, 2026])('the schedule of seed %i is a story that can be played, and comes back from it', (seed) => {
  const drawn = { seconds: 300, ratePerSecond: 40 };
  const schedule = drawSchedule({ seed, seconds: 300, atOnce: 3, targets: targetsOf(parts, { network: true }) });
  const read = scheduleFromStory(fileOf(scheduleAsStory('a campaign', { ...drawn, schedule })));
  // A calm phase follows, in which the last faults are recovered from.
  expect(read).toEqual({ seconds: 305, ratePerSecond: 40, schedule });
});

test('a story without faults is refused', () => {
  const story = scheduleAsStory('calm', { seconds: 10, ratePerSecond: 5, schedule: [] });
  expect(() => scheduleFromStory(fileOf(story, 'calm.yaml'))).toThrow(/no faults/);
});
