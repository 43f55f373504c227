import type { Outcome } from '../load/outcome.js';
import { plannedUploads } from './uploads.js';
import { videoFates, videoFigures, type VideoFacts } from './video-figures.js';

const outcome = (n: number, more: Partial<Outcome>): Outcome => ({
  ...{ n, scheduledAt: 1_000 * n, sentAt: 1_000 * n, answeredAt: 1_000 * n + 50, ending: 'accepted', status: 202 },
  id: `v${n}`,
  ...more,
});
const ready = (videoId: string) => ({ videoId, state: 'ready', reason: null, finishedAt: 9_000 });

const facts: VideoFacts = {
  design: 'queue',
  planned: (['small', 'large', 'broken', 'empty'] as const).map((clip, n) => ({ clip, atMs: 1_000 * n })),
  outcomes: [outcome(0, {}), outcome(1, {}), outcome(2, {}), outcome(3, { ending: 'refused', status: 422, id: null })],
  pages: [outcome(0, {}), outcome(5, { ending: 'failed' })],
  calm: { from: 0, to: 1_000 },
  busy: { from: 1_000, to: 10_000 },
  ledger: {
    videos: [ready('v0'), ready('v1'), { videoId: 'v2', state: 'failed', reason: 'broken', finishedAt: 9_000 }],
    renditions: ['v0', 'v1', 'v1'].map((videoId) => ({ videoId, worker: 'w' })),
    deadLetters: new Set(['v2']),
  },
  workers: 3,
};

test('sound, broken and useless uploads are counted apart', () => {
  expect(videoFigures(facts)).toMatchObject({
    ...{ sound: 2, soundAccepted: 2, soundFinished: 2, broken: 1, brokenTold: 1, useless: 1, uselessRefused: 1 },
    ...{ workers: 3, busySeconds: 9 },
    pages: { calm: { requests: 1, failed: 0 }, busy: { requests: 1, failed: 1 } },
  });
});

test('a video has one fate, and two renditions of it are a double', () => {
  expect(videoFates(facts)).toMatchObject([
    { orderId: 'v0', fate: 'completed', doubled: false, completionMs: 9_000 },
    { orderId: 'v1', fate: 'completed', doubled: true },
    { orderId: 'v2', fate: 'dead-lettered' },
  ]);
});

test.each<[string, Partial<VideoFacts['ledger']>, string]>([
  ['that nobody knows is lost', { videos: [] }, 'lost'],
  ['shown as ready without a rendition is lost', { renditions: [] }, 'lost'],
  ['in hand is still queued', { videos: [{ ...ready('v0'), state: 'transcoding', finishedAt: null }] }, 'queued'],
  ['that failed without a dead letter is lost', { videos: [{ ...ready('v0'), state: 'failed' }] }, 'lost'],
])('a video %s', (_what, ledger, fate) => {
  const first = { ...facts, outcomes: facts.outcomes.slice(0, 1), ledger: { ...facts.ledger, ...ledger } };
  expect(videoFates(first)).toMatchObject([{ fate }]);
});

test('the same seed uploads the same files at the same moments, after the calm', () => {
  const uploads = plannedUploads('fast', 7);
  expect(uploads).toEqual(plannedUploads('fast', 7));
  expect(uploads).not.toEqual(plannedUploads('fast', 8));
  expect(uploads.every(({ atMs }) => atMs >= 4_000 && atMs <= 7_000)).toBe(true);
});
