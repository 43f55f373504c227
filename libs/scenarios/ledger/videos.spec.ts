import type { Outcome } from '../load/outcome.js';
import { videoFates, videoFigures, type VideoFacts } from './videos.js';

const outcome = (n: number, more: Partial<Outcome>): Outcome => ({
  ...{ n, scheduledAt: 1_000 * n, sentAt: 1_000 * n, answeredAt: 1_000 * n + 50, ending: 'accepted', status: 202 },
  id: `v${n}`,
  ...more,
});
const ready = (videoId: string) => ({ videoId, state: 'ready', reason: null, finishedAt: 9_000 });

const facts: VideoFacts = {
  isQueued: true,
  dealt: ['small', 'large', 'broken', 'empty'],
  outcomes: [outcome(0, {}), outcome(1, {}), outcome(2, {}), outcome(3, { ending: 'refused', status: 422, id: null })],
  videos: [ready('v0'), ready('v1'), { videoId: 'v2', state: 'failed', reason: 'broken', finishedAt: 9_000 }],
  renditions: ['v0', 'v1', 'v1'].map((videoId) => ({ videoId, worker: 'w' })),
  deadLetters: new Set(['v2']),
};

test('sound, broken and useless uploads are counted separately', () => {
  expect(videoFigures(facts)).toEqual({
    ...{ sound: 2, soundAccepted: 2, soundFinished: 2, broken: 1, brokenTold: 1, useless: 1, uselessRefused: 1 },
  });
});

test('a video has one fate, and two renditions of it are a double', () => {
  expect(videoFates(facts)).toMatchObject([
    { orderId: 'v0', fate: 'completed', doubled: false, completionMs: 9_000 },
    { orderId: 'v1', fate: 'completed', doubled: true },
    { orderId: 'v2', fate: 'dead-lettered' },
  ]);
});

test.each<[string, Partial<VideoFacts>, string]>([
  ['missing from the database is lost', { videos: [] }, 'lost'],
  ['shown as ready without a rendition is lost', { renditions: [] }, 'lost'],
  [
    'being transcoded is still queued',
    { videos: [{ ...ready('v0'), state: 'transcoding', finishedAt: null }] },
    'queued',
  ],
  ['that failed without a dead letter is lost', { videos: [{ ...ready('v0'), state: 'failed' }] }, 'lost'],
])('a video %s', (_what, found, fate) => {
  const first = { ...facts, outcomes: facts.outcomes.slice(0, 1), ...found };
  expect(videoFates(first)).toMatchObject([{ fate }]);
});
