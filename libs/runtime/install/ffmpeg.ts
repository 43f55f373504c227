import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import { debianInstall, isDebianRoot } from './debian.js';
import { onPath } from './prometheus.js';

/**
 * Sees to ffmpeg and ffprobe on the PATH: as root on Debian installs them. Only who transcodes needs them, so no start of
 * the stack waits for this.
 * @throws NotPossible naming exactly what to install and how
 */
export async function ensureFfmpeg(progress: Progress): Promise<void> {
  if ((await onPath('ffmpeg')) && (await onPath('ffprobe'))) return;
  if (await isDebianRoot()) {
    await timed(progress, 'installing ffmpeg (apt-get)', () => debianInstall('ffmpeg'));
    return;
  }
  throw new NotPossible(
    'Videos need ffmpeg and ffprobe, and they are not on the PATH: `apt-get install ffmpeg` on Debian or Ubuntu, `brew install ffmpeg` on macOS.',
  );
}
