import { stat } from 'node:fs/promises';
import { runChild } from './child.js';
import type { GuardedEnd } from '#processes';
import { BrokenVideo } from './errors.js';
import type { JobLimits } from './limits.js';
import { inputRules, probeVideo, videoLimits } from './probe.js';
import { reasonIn } from './reason.js';

export interface TranscodeJob {
  source: string;
  /** Seconds; the base of percentages. */
  durationSeconds: number;
  /** Files to write. After a failure they may exist, incomplete: the caller removes them. */
  into: { rendition: string; poster: string };
  limits: JobLimits;
  /** Receives 0 to 99, rising; at most twice a second. */
  onProgress?: (percent: number) => void;
  /** Kills ffmpeg. */
  signal?: AbortSignal;
}

/** The transcoded version. */
export interface Rendition {
  bytes: number;
  durationSeconds: number;
  width: number;
  height: number;
}

/** Pixels; a smaller original keeps its size. */
const renditionHeight = 360;

/**
 * Transcodes a video to a smaller size (H.264 and AAC in MP4, playable while it loads, without the original's metadata
 * such as its location) and extracts a poster.
 * @throws BrokenVideo with ffmpeg's reason; FfmpegMissing; the abort reason; another error if the machine is at fault
 * (killed, disk full), which may be temporary
 */
export async function transcode(job: TranscodeJob): Promise<Rendition> {
  const { source, into, limits } = job;
  const late = AbortSignal.timeout(limits.seconds * 1_000);
  const signal = job.signal ? AbortSignal.any([job.signal, late]) : late;
  const onLine = progressReader(job.durationSeconds, job.onProgress ?? (() => {}));
  try {
    check(await runChild('ffmpeg', renditionArguments(job), { onLine, signal }), source, into.rendition);
  } catch (error) {
    if (!late.aborted || job.signal?.aborted) throw error;
    throw new BrokenVideo(`the video takes longer than ${limits.seconds} s to make smaller`, { cause: error });
  }
  const made = await probeVideo(into.rendition);
  // Throws if the file is gone: another worker also had the job, was faster, and cleaned up. The video is not at fault
  // then.
  const { size } = await stat(into.rendition);
  // ffmpeg exits normally when it reaches the size limit: its output is incomplete.
  if (size >= limits.bytes) throw new BrokenVideo('its smaller version would be too large');
  if (!made.ok) throw new BrokenVideo('the video could not be read: nothing of it could be decoded');
  const at = Math.min(1, made.media.durationSeconds / 2).toFixed(2);
  const still = ['-ss', at, '-i', into.rendition, '-frames:v', '1', '-q:v', '4', '-f', 'image2', '-update', '1'];
  check(await runChild('ffmpeg', [...quiet, ...still, into.poster], { signal }), source, into.poster);
  return { bytes: size, ...made.media };
}

const quiet = ['-hide_banner', '-nostdin', '-v', 'error', '-y'];

function renditionArguments({ source, into, limits }: TranscodeJob): string[] {
  const bounded = ['-threads', String(limits.threads)];
  const ends = ['-t', String(videoLimits.durationSeconds), '-fs', String(limits.bytes)];
  const height = `trunc(min(${renditionHeight}\\,ih)/2)*2`;
  return [
    ...[...quiet, '-filter_threads', '1', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...[...bounded, ...inputRules, '-i', source],
    ...['-map', '0:V:0', '-map', '0:a:0?', '-map_metadata', '-1'],
    ...['-vf', `scale=-2:${height}`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-pix_fmt', 'yuv420p'],
    ...[
      '-c:a',
      'aac',
      '-b:a',
      '96k',
      '-ac',
      '2',
      ...bounded,
      ...ends,
      '-movflags',
      '+faststart',
      '-f',
      'mp4',
      into.rendition,
    ],
  ];
}

/** Parses ffmpeg's `key=value` progress output and reports each percentage once. */
export function progressReader(durationSeconds: number, tell: (percent: number) => void): (line: string) => void {
  let told = -1;
  return (line) => {
    const microseconds = /^out_time_us=(\d+)$/.exec(line)?.[1];
    if (microseconds === undefined) return;
    const percent = Math.min(99, Math.floor(Number(microseconds) / 1e4 / durationSeconds));
    if (percent <= told) return;
    told = percent;
    tell(percent);
  };
}

const notTheFile = /No space left|Cannot allocate memory|Permission denied|Too many open files|Input\/output error/;
const missing = /No such file or directory/;

function check({ code, errors }: GuardedEnd, ...paths: string[]): void {
  if (code === 0) return;
  const reason = reasonIn(errors, paths);
  if (code >= 128) throw new Error(`ffmpeg was killed (${code})`);
  if (notTheFile.test(errors) || missing.test(errors)) throw new Error(`ffmpeg could not work here: ${reason}`);
  throw new BrokenVideo(`the video could not be read: ${reason}`);
}
