import { breakClip, makeClip } from '#video';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frames, type ClipKind } from './uploads.js';

/** The files that a burst uploads. */
export interface Clips {
  file(kind: ClipKind): string;
  /** Without waiting, so that it can be the last thing a process does. */
  removeNow(): void;
}

/**
 * Draws the clips with ffmpeg's test picture; both designs get the very same files.
 * @param seconds of film in each
 */
export async function makeClips(seconds: number): Promise<Clips> {
  const folder = await mkdtemp(join(tmpdir(), 'eventstage-clips-'));
  const file = (kind: ClipKind) => join(folder, `${kind}.mp4`);
  try {
    for (const [kind, frame] of Object.entries(frames) as [keyof typeof frames, (typeof frames)['small']][]) {
      await makeClip(file(kind), { ...frame, seconds });
    }
    await breakClip(file('small'), file('broken'));
    await writeFile(file('empty'), '');
    await writeFile(file('not-a-video'), Buffer.from('PK\u0003\u0004 a zip archive under another name '.repeat(2_000)));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { file, removeNow: () => rmSync(folder, { recursive: true, force: true }) };
}
