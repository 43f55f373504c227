import type { ClipKind } from '../load/kinds/deal-clips.js';
import type { Outcome } from '../load/outcome.js';
import type { OrderFate } from './account.js';
import type { FoundVideos } from './read-videos.js';

/** The raw data of a run, before any conclusion. */
export interface VideoFacts extends FoundVideos {
  /** False: the client waits for the transcoding. */
  isQueued: boolean;
  /** Which clip each upload was. */
  dealt: readonly ClipKind[];
  outcomes: readonly Outcome[];
}

declare module '../engine/record.js' {
  interface OwnFigures {
    video?: VideoFigures;
  }
}

/** Figures that only uploads have. */
export interface VideoFigures {
  /** Uploads of real clips. */
  sound: number;
  soundAccepted: number;
  soundFinished: number;
  /** Uploads that were empty or no video, and how many of these were refused immediately. */
  useless: number;
  uselessRefused: number;
  /** Clips that look sound but are corrupt inside, and how many of their owners were told. */
  broken: number;
  brokenTold: number;
}

const isUseless = (clip: ClipKind) => clip === 'empty' || clip === 'not-a-video';
const isSound = (clip: ClipKind) => !isUseless(clip) && clip !== 'broken';

/** Computes the figures. Pure. */
export function videoFigures(facts: VideoFacts): VideoFigures {
  const { dealt, outcomes, videos } = facts;
  const of = (wanted: (clip: ClipKind) => boolean) => outcomes.filter(({ n }) => wanted(dealt[n] ?? 'empty'));
  const ready = new Set(videos.filter(({ state }) => state === 'ready').map(({ videoId }) => videoId));
  const failed = new Map(videos.filter(({ reason }) => reason !== null).map((one) => [one.videoId, one]));
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
    // In the direct design the response says so; with a queue, the site shows it.
    brokenTold: broken.filter(({ ending, id }) => ending === 'refused' || (id !== null && failed.has(id))).length,
  };
}

/** What became of each accepted upload. It is finished when the site shows it: the same column for both designs. */
export function videoFates({ isQueued, outcomes, videos, renditions: all, deadLetters }: VideoFacts): OrderFate[] {
  const found = new Map(videos.map((video) => [video.videoId, video]));
  const made = Map.groupBy(all, ({ videoId }) => videoId);
  return outcomes.flatMap(({ ending, id, scheduledAt }): OrderFate[] => {
    if (ending !== 'accepted' || id === null) return [];
    const video = found.get(id);
    const renditions = made.get(id)?.length ?? 0;
    const about = { orderId: id, doubled: renditions > 1, missing: [], completedAt: null, completionMs: null };
    if (video?.state === 'queued' || video?.state === 'transcoding') return [{ ...about, fate: 'queued' }];
    if (deadLetters.has(id) && video?.state === 'failed') return [{ ...about, fate: 'dead-lettered' }];
    const isThere = video?.state === 'ready' && (!isQueued || renditions > 0);
    if (!isThere || video.finishedAt === null) return [{ ...about, fate: 'lost' }];
    const completedAt = video.finishedAt;
    return [{ ...about, fate: 'completed', completedAt, completionMs: Math.max(0, completedAt - scheduledAt) }];
  });
}
