import { seeded } from '../seeded.js';

/** What users upload: real clips of three sizes, and three useless files. */
export type ClipKind = 'small' | 'medium' | 'large' | 'broken' | 'empty' | 'not-a-video';

export const frames = {
  small: { width: 640, height: 360 },
  medium: { width: 1280, height: 720 },
  large: { width: 1920, height: 1080 },
} as const satisfies Partial<Record<ClipKind, object>>;

const ofNoUse: readonly ClipKind[] = ['broken', 'empty', 'not-a-video'];
/** Cycled, so that small clips are the most frequent and large ones the least, whatever the number. */
const sound: readonly ClipKind[] = [
  ...(['small', 'medium', 'small', 'large', 'medium'] as const),
  ...(['small', 'medium', 'large', 'small'] as const),
];

/**
 * Assigns a clip to each upload: one of each useless kind, the rest sound. The same seed gives the same result. Pure.
 */
export function dealtClips(uploads: number, seed: number): ClipKind[] {
  const clips = Array.from({ length: Math.max(0, uploads - ofNoUse.length) }, (_, n) => sound[n % sound.length]!);
  const random = seeded(seed, 'clips');
  return [...clips, ...ofNoUse]
    .slice(-uploads)
    .map((clip) => ({ clip, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ clip }) => clip);
}
