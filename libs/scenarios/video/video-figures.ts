import { accountOf, type Account, type OrderFate } from '../ledger/account.js';
import { latencyOf } from '../load/latency.js';
import type { Outcome } from '../load/outcome.js';
import type { ClipKind, PlannedUpload } from './uploads.js';
import type { VideoLedger } from './video-ledger.js';

/** Everything that was seen of a run, before anything is concluded from it. */
export interface VideoFacts {
  design: 'waiting' | 'queue';
  planned: readonly PlannedUpload[];
  outcomes: readonly Outcome[];
  pages: readonly Outcome[];
  calm: { from: number; to: number };
  /** From the first upload until the last video was finished. */
  busy: { from: number; to: number };
  ledger: VideoLedger;
  /** Most workers that had the group's partitions among them at once. */
  workers: number;
}

export interface PageFigures {
  requests: number;
  failed: number;
  p50Ms: number | null;
  p99Ms: number | null;
}

declare module '../engine/record.js' {
  interface OwnFigures {
    video?: VideoFigures;
  }
}

/** What only the video case counts. */
export interface VideoFigures {
  /** Uploads of real clips. */
  sound: number;
  soundAccepted: number;
  soundFinished: number;
  /** Uploads that were empty or no video, and how many of these were turned away at the door. */
  useless: number;
  uselessRefused: number;
  /** Clips that look sound and are rubbish inside, and how many of these somebody was told about. */
  broken: number;
  brokenTold: number;
  pages: { calm: PageFigures; busy: PageFigures };
  /** Workers at the most; null in a design without. */
  workers: number | null;
  /** From the first upload to the last finished video. */
  busySeconds: number;
}

const isUseless = (clip: ClipKind) => clip === 'empty' || clip === 'not-a-video';
const isSound = (clip: ClipKind) => !isUseless(clip) && clip !== 'broken';

/** Concludes figures from facts. Pure. */
export function videoFigures(facts: VideoFacts): VideoFigures {
  const { planned, outcomes, ledger, pages, calm, busy, design } = facts;
  const of = (wanted: (clip: ClipKind) => boolean) => outcomes.filter(({ n }) => wanted(planned[n]?.clip ?? 'empty'));
  const ready = new Set(ledger.videos.filter(({ state }) => state === 'ready').map(({ videoId }) => videoId));
  const failed = new Map(ledger.videos.filter(({ reason }) => reason !== null).map((one) => [one.videoId, one]));
  const sound = of(isSound);
  const soundAccepted = sound.filter(({ ending }) => ending === 'accepted');
  const broken = of((clip) => clip === 'broken');
  const useless = of(isUseless);
  return {
    sound: sound.length,
    soundAccepted: soundAccepted.length,
    soundFinished: soundAccepted.filter(({ id }) => id !== null && ready.has(id)).length,
    useless: useless.length,
    uselessRefused: useless.filter(({ ending }) => ending === 'refused').length,
    broken: broken.length,
    // Who waits is told by the answer; who does not, by what the site shows.
    brokenTold: broken.filter(({ ending, id }) => ending === 'refused' || (id !== null && failed.has(id))).length,
    pages: { calm: pageFigures(pages, calm), busy: pageFigures(pages, busy) },
    workers: design === 'queue' ? facts.workers : null,
    busySeconds: Math.round((busy.to - busy.from) / 100) / 10,
  };
}

/** What became of each accepted upload. Finished is when the site shows it: the same column for both designs. */
export function videoFates({ design, outcomes, ledger }: VideoFacts): OrderFate[] {
  const found = new Map(ledger.videos.map((video) => [video.videoId, video]));
  const made = Map.groupBy(ledger.renditions, ({ videoId }) => videoId);
  return outcomes.flatMap(({ ending, id, scheduledAt }): OrderFate[] => {
    if (ending !== 'accepted' || id === null) return [];
    const video = found.get(id);
    const renditions = made.get(id)?.length ?? 0;
    const about = { orderId: id, doubled: renditions > 1, missing: [], completedAt: null, completionMs: null };
    if (video?.state === 'queued' || video?.state === 'transcoding') return [{ ...about, fate: 'queued' }];
    if (ledger.deadLetters.has(id) && video?.state === 'failed') return [{ ...about, fate: 'dead-lettered' }];
    const isThere = video?.state === 'ready' && (design === 'waiting' || renditions > 0);
    if (!isThere || video.finishedAt === null) return [{ ...about, fate: 'lost' }];
    const completedAt = video.finishedAt;
    return [{ ...about, fate: 'completed', completedAt, completionMs: Math.max(0, completedAt - scheduledAt) }];
  });
}

export const videoAccount = (facts: VideoFacts): Account => accountOf(videoFates(facts));

function pageFigures(pages: readonly Outcome[], { from, to }: { from: number; to: number }): PageFigures {
  const within = pages.filter(({ scheduledAt }) => scheduledAt >= from && scheduledAt < to);
  const served = within.filter(({ ending }) => ending === 'accepted');
  const latency = latencyOf(served.map(({ scheduledAt, answeredAt }) => answeredAt - scheduledAt));
  return {
    requests: within.length,
    failed: within.length - served.length,
    p50Ms: latency?.p50Ms ?? null,
    p99Ms: latency?.p99Ms ?? null,
  };
}
