import { runGuarded, type GuardedEnd, type GuardedOptions } from '#processes';
import { FfmpegMissing } from './errors.js';

/**
 * Runs ffmpeg or ffprobe until it exits; it never outlives this process.
 * @throws FfmpegMissing; the abort reason if the signal is aborted
 */
export async function runChild(
  program: string,
  given: readonly string[],
  options?: GuardedOptions,
): Promise<GuardedEnd> {
  const ended = await runGuarded(program, given, options);
  if (ended.code === 127) throw new FfmpegMissing(program);
  return ended;
}

/** `5.1.9-0+deb12u1`, or undefined if ffmpeg is not installed. */
export async function ffmpegVersion(): Promise<string | undefined> {
  let first = '';
  try {
    await runChild('ffmpeg', ['-version'], { onLine: (line) => (first ||= line) });
    await runChild('ffprobe', ['-version']);
  } catch (error) {
    if (error instanceof FfmpegMissing) return undefined;
    throw error;
  }
  return /^ffmpeg version (\S+)/.exec(first)?.[1] ?? 'of an unknown version';
}
