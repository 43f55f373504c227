import { runChild } from './child.js';
import { ProbeTooSlow } from './errors.js';
import { reasonIn } from './reason.js';

/** What a file says about itself. */
export interface Media {
  /** Seconds, with fractions. */
  durationSeconds: number;
  width: number;
  height: number;
}

export type Probed = { ok: true; media: Media } | { ok: false; because: string };

/** The limits of accepted videos: beyond them, one job would occupy a worker for hours, or its memory. */
export const videoLimits = { durationSeconds: 2 * 3600, pixelsAcross: 8_192 } as const;

/**
 * What ffmpeg may open. Containers that list other files (playlists, concat) are excluded, and so is every protocol
 * except file: an upload must not make this machine read anything else.
 */
export const inputRules = [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf',
] as const;

const patienceMs = 15_000;
/** Characters; a typical answer has a few hundred. */
const mostAnswer = 1_000_000;

interface Said {
  streams?: { width?: number; height?: number; duration?: string; disposition?: { attached_pic?: number } }[];
  format?: { duration?: string };
}

/**
 * Checks with ffprobe whether a file is a video, whatever its name says. Only the container is read: corrupt pictures
 * inside are found when it is transcoded.
 * @throws FfmpegMissing, ProbeTooSlow
 */
export async function probeVideo(file: string): Promise<Probed> {
  let said = '';
  const enough = new AbortController();
  const late = AbortSignal.timeout(patienceMs);
  const onLine = (line: string) => {
    said += `${line}\n`;
    if (said.length > mostAnswer) enough.abort();
  };
  const show = 'stream=width,height,duration:stream_disposition=attached_pic:format=duration';
  const given = [...['-v', 'error', ...inputRules, '-select_streams', 'V', '-show_entries', show, '-of', 'json'], file];
  try {
    const { code, errors } = await runChild('ffprobe', given, {
      onLine,
      signal: AbortSignal.any([late, enough.signal]),
    });
    if (code !== 0) return { ok: false, because: `it could not be read as a video: ${reasonIn(errors, [file])}` };
    return mediaOf(JSON.parse(said) as Said);
  } catch (error) {
    if (late.aborted) throw new ProbeTooSlow(patienceMs, { cause: error });
    if (enough.signal.aborted) return { ok: false, because: 'it holds too many streams' };
    if (error instanceof SyntaxError) return { ok: false, because: 'it could not be read as a video' };
    throw error;
  }
}

/** Interprets ffprobe's output. */
export function mediaOf({ streams = [], format = {} }: Said): Probed {
  const stream = streams.find((one) => one.disposition?.attached_pic !== 1);
  if (!stream) return { ok: false, because: 'it holds no moving picture' };
  const { width = 0, height = 0 } = stream;
  const durationSeconds = Number(format.duration ?? stream.duration);
  if (!(width > 0 && height > 0)) return { ok: false, because: 'its picture has no size' };
  if (!(durationSeconds > 0)) return { ok: false, because: 'it has no length' };
  if (Math.max(width, height) > videoLimits.pixelsAcross) {
    return { ok: false, because: `its picture is ${width} x ${height}, more than ${videoLimits.pixelsAcross} across` };
  }
  if (durationSeconds > videoLimits.durationSeconds) {
    return { ok: false, because: `it is longer than ${videoLimits.durationSeconds / 3600} hours` };
  }
  return { ok: true, media: { durationSeconds, width, height } };
}
