import { readFile, writeFile } from 'node:fs/promises';
import { runChild } from './child.js';

/** A clip from ffmpeg's test pattern, with a tone. */
export interface Clip {
  width: number;
  height: number;
  seconds: number;
  /** Frequency of the tone in hertz: clips with different tones are different files. */
  tone?: number;
}

/**
 * Generates a real clip, quickly and therefore large, like one from a phone.
 * @throws FfmpegMissing
 */
export async function makeClip(file: string, { width, height, seconds, tone = 440 }: Clip): Promise<void> {
  const { code, errors } = await runChild('ffmpeg', [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-y', '-f', 'lavfi'],
    ...['-i', `testsrc2=size=${width}x${height}:rate=30:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=${tone}:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest'],
    ...['-movflags', '+faststart', '-f', 'mp4', file],
  ]);
  if (code !== 0) throw new Error(`the clip could not be generated: ${errors.trim()}`);
}

/**
 * Makes a clip with a valid container and corrupt pictures: ffprobe accepts it as a video, and ffmpeg cannot decode any
 * of it. Deterministic.
 */
export async function breakClip(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  const start = bytes.indexOf('mdat') + 4;
  for (let at = start, state = 1; at < bytes.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  await writeFile(to, bytes);
}
