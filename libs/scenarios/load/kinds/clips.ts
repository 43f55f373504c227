import { breakClip, makeClip } from '#video';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frames, type ClipKind } from './deal-clips.js';

/** The files to upload. */
export interface Clips {
  file(kind: ClipKind): string;
  remove(): Promise<void>;
}

/**
 * Generates the clips with ffmpeg's test pattern; both designs get the same files.
 * @param seconds length of each clip
 */
export async function makeClips(seconds: number): Promise<Clips> {
  const folder = await mkdtemp(join(tmpdir(), 'eventstage-clips-'));
  const file = (kind: ClipKind) => join(folder, `${kind}.mp4`);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [kind, frame] of Object.entries(frames) as [keyof typeof frames, { width: number; height: number }][]) {
      await makeClip(file(kind), { ...frame, seconds });
    }
    await breakClip(file('small'), file('broken'));
    await writeFile(file('empty'), '');
    await writeFile(file('not-a-video'), Buffer.from('PK\u0003\u0004 a zip archive under another name '.repeat(2_000)));
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, remove };
}
