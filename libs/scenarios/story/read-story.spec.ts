import { NotPossible } from '#runtime';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenariosIn } from './catalog.js';
import { newStory } from './new-story.js';
import { storyOf } from './read-story.js';

const story = newStory('mine');
/** @param change a replacement in the scenario that `scenario new` writes */
const changed = (...[from, to]: [string, string]) => {
  expect(story).toContain(from);
  return () => storyOf(story.replace(from, to), 'mine.yaml');
};

describe('a story in a file', () => {
  it('that was just created is valid', () => {
    const { name, designs, phases, expectations, climax } = storyOf(story, 'some/folder/mine.yaml');
    expect({ name, climax }).toEqual({ name: 'mine', climax: 'outage' });
    expect(designs).toMatchObject([{ name: 'events', group: 'review', load: { part: 'order' } }]);
    expect(phases.fast.map(({ seconds, ratePerSecond }) => [seconds, ratePerSecond])).toEqual([
      [5, 20],
      [5, 20],
      [10, 20],
    ]);
    expect(phases.talk[1]?.faults).toEqual([{ fault: 'kill', part: 'review', atMs: 0, forMs: null }]);
    expect(expectations.map(({ expected }) => expected)).toContain('≤ 2 × calm, or ≤ 100 ms');
  });

  it('expands repetitions', () => {
    const fault = '{ fault: pause, part: coupon, at: 500ms, for: 1s, every: 2s';
    const times = (text: string) => storyOf(text, 'mine.yaml').phases.fast[1]?.faults?.map(({ atMs }) => atMs);
    expect(times(story.replace('{ fault: kill, part: review', fault))).toEqual([500, 2_500]);
    expect(times(story.replace('{ fault: kill, part: review', `${fault}, repeat: 2`))).toEqual([500, 2_500]);
  });

  it('multiplies the load of a phase', () => {
    const { phases } = storyOf(story.replace('  - name: calm', '  - { name: calm, load: 2.5x }'), 'mine.yaml');
    expect(phases.talk.map(({ ratePerSecond }) => ratePerSecond)).toEqual([100, 40, 40]);
  });

  it('has the conditions of its runs, separate from the phases', () => {
    const given = 'given: [{ fault: slow, part: review, with: { by: 25ms, share: 100% } }]';
    const { given: conditions, climax } = storyOf(story.replace('phases:', `${given}\nphases:`), 'mine.yaml');
    expect(conditions).toEqual([{ fault: 'slow', part: 'review', with: { by: '25ms', share: '100%' } }]);
    expect(climax).toBe('outage');
  });

  it.each([
    ['{ fault: kill, part: member }', "'kill' keeps member from working, so it cannot be given"],
    ['{ fault: restart, part: member }', "'restart' ends by itself, so it cannot be given"],
    ['{ fault: slow, part: postgres }', "'slow' does not apply to a database"],
    ['{ fault: fail, part: coupon }, { fault: fail, part: coupon }', "'fail' is already given for coupon"],
  ])('cannot have %s as a condition', (given, sentence) => {
    expect(() => storyOf(story.replace('phases:', `given: [${given}]\nphases:`), 'mine.yaml')).toThrow(sentence);
  });

  it('cannot inject a fault that is already a condition', () => {
    const slow = '{ fault: slow, part: review }';
    const twice = story.replace('phases:', `given: [${slow}]\nphases:`).replace('{ fault: kill, part: review }', slow);
    expect(() => storyOf(twice, 'mine.yaml')).toThrow(/'slow' is already active on review: it is in 'given'/);
  });

  it.each<[string, string, string, string]>([
    ['an unknown fault', 'fault: kill', 'fault: kil', `24:18: there is no fault 'kil'; the nearest is 'kill'`],
    ['an unknown part', 'part: review }', 'part: revew }', `24:30: there is no part 'revew'; the nearest is 'review'`],
    ['an unknown word', '    steady:', '    stedy:', `27:5: there is no 'stedy' here; the nearest is 'steady'`],
    ['an unknown load', 'load: orders', 'load: order', `12:19: there is no load 'order'; the nearest is 'orders'`],
    [
      'an invalid name',
      '  events: { load',
      '  Events: { load',
      "12:3: 'Events' is not a valid name: use lower-case letters, digits and hyphens",
    ],
    ['an unknown phase in a speed', 'calm: 10s', 'clam: 10s', `16:23: there is no phase 'clam'; the nearest is 'calm'`],
    [
      'a phase without a length',
      ', outage: 5s',
      '',
      `17:9: 'fast' does not set the length of 'outage': add 'outage: 10s'`,
    ],
    ['a time without a unit', 'calm: 10s', 'calm: "10"', `16:29: '10' is not a time: write '10s'`],
    ['a rate without a unit', 'rate: 40/s', 'rate: "40"', `16:17: '40' is not a valid rate: write it as '20/s'`],
    [
      'a parameter out of bounds',
      'fault: kill, part: review }',
      'fault: slow, part: review, with: { by: 2h } }',
      "24:44: by of 'slow' must be between 1ms and 1m, not 2h",
    ],
    [
      'a fault that never ends',
      '    steady: 5s',
      '    faults: [{ fault: kill, part: review }]',
      `27:14: 'kill' never ends: set 'for', or add a phase after 'recovery'`,
    ],
    [
      'a fault that outlasts its phase',
      'part: review }',
      'part: review, for: 6s }',
      `24:9: it lasts until 6s, but 'outage' is only 5s long at speed 'fast'`,
    ],
    [
      'a fault that is already active',
      'part: review }',
      'part: review }\n      - { fault: kill, part: review, at: 1s, for: 1s }',
      `25:9: 'kill review' is already active at 1s of 'outage'`,
    ],
    [
      'a restart with a duration',
      'fault: kill, part: review }',
      'fault: restart, part: review, for: 1s }',
      `24:41: 'restart' ends by itself: leave out 'for'`,
    ],
    [
      'a switch fault on a part without a switch',
      'fault: kill, part: review }',
      'fault: slow, part: postgres }',
      `24:30: 'slow' does not apply to a database, which postgres is`,
    ],
    [
      'a repetition without an end',
      'part: review }',
      'part: review, every: 1s }',
      `24:38: 'every' needs 'for': a fault must end before it is repeated`,
    ],
    [
      'an expectation of an unknown design',
      '  events:\n    - acc',
      '  evnts:\n    - acc',
      `31:3: there is no design 'evnts'; the nearest is 'events'`,
    ],
    [
      'an expectation of an unknown phase',
      'in outage <=',
      'in outtage <=',
      `36:21: there is no phase 'outtage'; the nearest is 'outage'`,
    ],
    [
      'a bound without a unit',
      '<= 100ms',
      '<= 100',
      `36:45: '100' has no unit: 'accept.p99' is a time, so write it as '<= 100ms'`,
    ],
    [
      'an extended phase in the middle',
      '  - name: outage',
      '  - name: outage\n    steady: 1s',
      '23:5: only the last phase can be extended',
    ],
    ['two phases of one name', '  - name: outage', '  - name: calm', `22:11: there already is a phase 'calm'`],
    [
      'invalid YAML',
      'expect:',
      'expect: {',
      '32:5: this is not valid YAML: Block collections are not allowed within flow collections',
    ],
    [
      'a rate that is too high',
      'rate: 40/s',
      'rate: 6000/s',
      "16:17: 'calm' would have 6000 requests a second; the limit is 5000",
    ],
    ['a phase of a day', 'calm: 10s', 'calm: 1440m', '16:29: a phase can last at most an hour, not 1440m'],
    [
      'an alias of nothing',
      'title: mine',
      'title: *none',
      '1:1: this cannot be read: Unresolved alias (the anchor must be set before the alias): none',
    ],
    ['nothing', story, '', '1:1: a scenario must be names with values: `scenario new <name>` writes an example'],
  ])('with a mistake says what, where, and what was meant: %s', (_what, from, to, sentence) => {
    expect(changed(from, to)).toThrow(new NotPossible(`mine.yaml:${sentence}.`));
  });
});

it('a file whose name the boards cannot show is refused', () => {
  expect(() => storyOf(story, 'My story.yaml')).toThrow('My story.yaml: a scenario has the name of its file');
});

it('a lag without a queue is refused with its position', () => {
  const text = story.replace(', queue: review', '').replace('- lost = 0', '- lag.end = 0');
  expect(() => storyOf(text, 'mine.yaml')).toThrow(
    "mine.yaml:33:7: 'events' names no queue: write 'lag.end of <group>'.",
  );
});

describe('every story that comes with Eventstage', () => {
  const { scenarios: stories, mistakes } = scenariosIn();

  it('can be read', () => {
    expect(mistakes).toEqual([]);
  });

  it('exists, under one name', () => {
    expect(stories.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['review-outage', 'broker-dies', 'video-queue']),
    );
    expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length);
  });

  it.each(stories.map(({ name }) => name))('%s is in both languages', (name) => {
    const { title, story: told, phases } = stories.find((one) => one.name === name) as (typeof stories)[number];
    for (const { en, ko } of [title, told, ...phases.talk.map((phase) => phase.title)]) {
      expect(en).toMatch(/[a-z]/);
      expect(ko).toMatch(/[가-힣]/);
    }
  });
});

test('a file that cannot be read does not hide the others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stories-'));
  writeFileSync(join(folder, 'mine.yaml'), story);
  writeFileSync(join(folder, 'yours.yaml'), story.replace('fault: kill', 'fault: kil'));
  const { scenarios, mistakes } = scenariosIn([folder]);
  rmSync(folder, { recursive: true });
  expect(scenarios.map(({ name }) => name)).toEqual(['mine']);
  expect(mistakes).toEqual([expect.stringMatching(/yours\.yaml:24:18: there is no fault 'kil'/)]);
});
