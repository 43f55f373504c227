import { scenarioNamed } from './catalog.js';
import type { Choices } from './choices.js';
import { storyOf } from './read-story.js';

const christmas = (choices?: Choices) => scenarioNamed('christmas-burst', undefined, choices);

test('an optional fault is injected on request, in the design that has it', () => {
  const broken = (choices?: Choices) =>
    christmas(choices).phases.talk.map(({ faults = [] }) =>
      faults.map(({ part, atMs, design }) => [part, atMs, design]),
    );
  expect(broken()).toEqual([[], [], []]);
  expect(broken({ withOutage: true })).toEqual([[], [['gifticon', 8_000, 'queue']], []]);
});

test('a design is run in its first variant, or in the requested one, and the report says which', () => {
  const direct = (choices?: Choices) => {
    const { designs, wording } = christmas(choices);
    return [designs[0]?.load.requests, wording.variants.map(({ en }) => en)];
  };
  expect(direct()).toEqual(['one-transaction-gifticons', [expect.stringContaining('one transaction')]]);
  expect(direct({ variant: 'row-lock' })).toEqual(['row-lock-gifticons', [expect.stringContaining('locks the row')]]);
});

test('both designs get one schedule: all their streams have the same name', () => {
  for (const name of ['christmas-burst', 'video-queue', 'review-outage']) {
    const { designs } = scenarioNamed(name);
    expect(new Set(designs.map(({ load }) => load.name)).size).toBe(1);
    expect(new Set(designs.map(({ load: { pattern, timeoutMs } }) => `${pattern} ${timeoutMs}`)).size).toBe(1);
  }
});

test.each<[string, Choices, string]>([
  ['christmas-burst', { variant: 'row-lok' }, "There is no variant 'row-lok'; the nearest is 'row-lock'"],
  ['christmas-burst', { with: { 'provider-latency': '2s' } }, 'must be between 10ms and 1s, not 2s'],
  ['christmas-burst', { with: { vouchers: '5' } }, "must be a share, not '5': write for example '50%'"],
  ['video-queue', { withOutage: true }, "'video-queue' has no optional faults: leave out --with-outage."],
  ['video-queue', { variant: 'x' }, "'video-queue' has no variants: leave out --variant."],
  ['review-outage', { with: { film: '1s' } }, "'orders' has no parameter 'film'; it takes none."],
])('%s refuses what it does not know: %j', (name, choices, sentence) => {
  expect(() => scenarioNamed(name, undefined, choices)).toThrow(sentence);
});

const story = `title: mine
designs:
  slow: { load: waiting-uploads }
  queue: { load: uploads, queue: video-worker }
beside: [pages]
speeds:
  talk: { rate: 2/s, pages: 20/s, film: 6s, calm: 2s, busy: 5s }
  fast: { rate: 2/s, pages: 20/s, calm: 2s, busy: 5s }
phases:
  - { name: calm, load: 0x }
  - name: busy
    scale: [{ part: video-worker, instances: 3, at: 50%, design: queue }]
    until: done
expect:
  queue:
    - beside.failed = 0
report:
  rows: [{ title: pages, show: [beside.p99 in busy] }]
`;

test('a story of uploads is read', () => {
  const { phases, sizes, kind } = storyOf(story, 'mine.yaml');
  expect(kind.name).toBe('videos');
  expect(phases.talk[1]).toMatchObject({
    ...{ untilDone: true, seconds: 5 },
    scales: [{ part: 'video-worker', instances: 3, atMs: 2_500, design: 'queue' }],
  });
  expect([sizes.talk.values['film'], sizes.fast.values['film']]).toEqual([6_000, 12_000]);
  expect(sizes.talk).toMatchObject({ warmUpSeconds: 3, beside: [{ stream: { name: 'pages' }, ratePerSecond: 20 }] });
});

test.each<[string, string, string, string]>([
  [
    'designs about different things',
    'slow: { load: waiting-uploads }',
    'slow: { load: orders }',
    "4:3: the load of 'queue' is videos, but that of 'slow' is orders",
  ],
  ['a multiple of what nothing bounds', 'rate: 2/s', 'rate: 2x', '7:17: nothing limits videos'],
  ['nobody beside', 'beside: [pages]\n', '', "6:22: there is no phase 'pages'"],
  [
    'an unknown bystander',
    'beside: [pages]',
    'beside: [page]',
    "5:10: there is no beside 'page'; the nearest is 'pages'",
  ],
  [
    'how many are beside',
    'pages: 20/s, film',
    'film',
    "7:9: 'talk' does not set the rate of 'pages': add 'pages: 20/s'",
  ],
  ['what is said of the load', 'film: 6s', 'film: 6h', "7:41: film of 'videos' must be between 1s and 10m, not 6h"],
  [
    'an unknown service',
    'part: video-worker',
    'part: video-workr',
    "12:21: there is no service 'video-workr'; the nearest is 'video-worker'",
  ],
  ['an unknown design', 'design: queue', 'design: queu', "12:66: there is no design 'queu'; the nearest is 'queue'"],
  [
    'a phase that is prolonged',
    'until: done',
    'steady: 3s',
    "13:5: the number of videos in 'busy' is fixed: leave out 'steady'",
  ],
  [
    'a measure of another load',
    'beside.failed = 0',
    'issued = 0',
    "16:7: 'issued' is a measure of vouchers, but the load is videos",
  ],
  ['an unknown figure', 'beside.p99 in', 'beside.p98 in', "18:33: there is no measure 'beside.p98'"],
  [
    'no load',
    'slow: { load: waiting-uploads }',
    'slow: { title: slow }',
    "3:9: 'slow' has no load: add 'load: orders'",
  ],
  [
    'a phase with a name that is taken',
    'name: busy',
    'name: film',
    "11:11: a phase cannot be called 'film': the name is reserved",
  ],
])('a mistake is found where it stands: %s', (_what, from, to, sentence) => {
  expect(story).toContain(from);
  expect(() => storyOf(story.replace(from, to), 'mine.yaml')).toThrow(`mine.yaml:${sentence}`);
});
