import { seeded } from '../load/seeded.js';
import type { Phase, Speed } from '../engine/design.js';

/** What people upload: real clips of three sizes, and three files that are no use. */
export type ClipKind = 'small' | 'medium' | 'large' | 'broken' | 'empty' | 'not-a-video';

export interface PlannedUpload {
  /** Milliseconds from the start of the load. */
  atMs: number;
  clip: ClipKind;
}

/** Of how many uploads of each kind the burst is made; each size is one clip, uploaded by several people. */
interface Crowd {
  uploads: Readonly<Record<ClipKind, number>>;
  /** Pages a second that other people look at meanwhile. */
  pagesPerSecond: number;
  calmSeconds: number;
  burstSeconds: number;
  /** Seconds of film in each clip. */
  clipSeconds: number;
}

const oneOfEachBad = { broken: 1, empty: 1, 'not-a-video': 1 };

export const crowds: Readonly<Record<Speed, Crowd>> = {
  talk: {
    ...{ uploads: { small: 8, medium: 6, large: 4, ...oneOfEachBad }, pagesPerSecond: 20 },
    ...{ calmSeconds: 8, burstSeconds: 6, clipSeconds: 12 },
  },
  fast: {
    ...{ uploads: { small: 3, medium: 3, large: 1, ...oneOfEachBad }, pagesPerSecond: 20 },
    ...{ calmSeconds: 4, burstSeconds: 3, clipSeconds: 6 },
  },
};

export const frames: Readonly<Record<'small' | 'medium' | 'large', { width: number; height: number }>> = {
  small: { width: 640, height: 360 },
  medium: { width: 1280, height: 720 },
  large: { width: 1920, height: 1080 },
};

/** The same seed gives the same uploads at the same moments. Pure. */
export function plannedUploads(speed: Speed, seed: number): PlannedUpload[] {
  const { uploads, calmSeconds, burstSeconds } = crowds[speed];
  const random = seeded(seed, 'uploads');
  const kinds = Object.entries(uploads).flatMap(([clip, count]) =>
    Array.from({ length: count }, () => clip as ClipKind),
  );
  const planned = kinds.map((clip) => ({ clip, atMs: (calmSeconds + random() * burstSeconds) * 1_000 }));
  return planned.sort((one, other) => one.atMs - other.atMs);
}

export function videoPhases(speed: Speed): Phase[] {
  const { uploads, calmSeconds, burstSeconds } = crowds[speed];
  const count = Object.values(uploads).reduce((sum, one) => sum + one, 0);
  return [
    { name: 'calm', title: { en: 'nobody uploads', ko: '업로드 없음' }, seconds: calmSeconds, ratePerSecond: 0 },
    {
      name: 'uploads',
      title: { en: 'videos are uploaded and transcoded', ko: '영상 업로드와 변환' },
      seconds: burstSeconds,
      ratePerSecond: Math.round((count / burstSeconds) * 10) / 10,
    },
  ];
}
