import { FfmpegMissing, ProbeTooSlow, probeVideo, type VideoPlaces } from '#video';
import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { UploadRoom } from './upload-room.js';
import { titleOf, type Upload } from './video.js';

export interface ReceiveNeeds {
  places: VideoPlaces;
  limitBytes: number;
  room: UploadRoom;
  newId: () => string;
  now: () => Date;
}

export type Refusal =
  'no-file' | 'wrong-type' | 'empty' | 'too-large' | 'not-a-video' | 'cut' | 'disk-full' | 'busy' | 'no-ffmpeg';

export type Received =
  { kind: 'received'; upload: Upload } | { kind: 'refused'; because: Refusal; detail: string; isBodyLeft: boolean };

class Refused extends Error {
  constructor(
    readonly because: Refusal,
    detail: string,
    cause?: unknown,
  ) {
    super(detail, { cause });
  }
}

/** Overhead of a form: boundaries and headers. */
const formBytes = 10_000;

/**
 * Streams one uploaded video to disk and validates it. It is never completely in memory, and its path is chosen by us. After a refusal
 * nothing of it is on disk.
 * @throws server errors, with nothing left on disk either
 */
export async function receiveUpload(needs: ReceiveNeeds, request: FastifyRequest): Promise<Received> {
  const { places, limitBytes } = needs;
  const videoId = needs.newId();
  let leave = () => {};
  try {
    const declared = request.headers['content-length'];
    if (Number(declared ?? 0) > limitBytes + formBytes) throw tooLarge(limitBytes);
    const entry = await needs.room.enter(declared === undefined ? undefined : Number(declared));
    if (entry.kind !== 'in') throw noRoom[entry.kind]();
    ({ leave } = entry);
    const part = await firstFile(request);
    await store(part, places.incoming(videoId), limitBytes);
    const { size: bytes } = await stat(places.incoming(videoId));
    if (bytes === 0) throw new Refused('empty', 'The file is empty.');
    const probed = await probeVideo(places.incoming(videoId));
    if (!probed.ok) throw new Refused('not-a-video', `The file is not a valid video: ${probed.because}.`);
    await rename(places.incoming(videoId), places.original(videoId));
    const title = titleOf(part.filename);
    return { kind: 'received', upload: { videoId, title, bytes, ...probed.media, uploadedAt: needs.now() } };
  } catch (error) {
    await rm(places.incoming(videoId), { force: true });
    const refused = toRefused(error);
    if (!refused) throw error;
    const isBodyLeft = !request.raw.readableEnded;
    return { kind: 'refused', because: refused.because, detail: refused.message, isBodyLeft };
  } finally {
    leave();
  }
}

async function firstFile(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new Refused('wrong-type', 'Send the video as a file in multipart/form-data.');
  const part = await request.file();
  if (!part) throw new Refused('no-file', 'The form contains no file.');
  if (/^video\/|^application\/octet-stream$/.test(part.mimetype)) return part;
  throw new Refused('wrong-type', `The file is sent as ${part.mimetype.slice(0, 80)}, which is not a video type.`);
}

async function store(part: MultipartFile, file: string, limitBytes: number): Promise<void> {
  part.file.once('limit', () => part.file.destroy(tooLarge(limitBytes)));
  // 'wx': if an id ever repeats, the second upload fails instead of mixing with the first.
  await pipeline(part.file, createWriteStream(file, { flags: 'wx' }));
  if (part.file.truncated) throw tooLarge(limitBytes);
}

const noRoom = {
  busy: () => new Refused('busy', 'Too many videos are being uploaded. Retry in a few seconds.'),
  full: () => new Refused('disk-full', 'There is not enough disk space for the video.'),
};

const tooLarge = (limitBytes: number) =>
  new Refused('too-large', `A video can have at most ${Math.floor(limitBytes / 1024 / 1024)} MiB.`);

function toRefused(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof FfmpegMissing)
    return new Refused('no-ffmpeg', `Videos cannot be accepted now: ${error.message}.`);
  if (error instanceof ProbeTooSlow) return new Refused('busy', 'The site is overloaded. Retry in a few seconds.');
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Refused('disk-full', 'There is not enough disk space for the video.');
  const cutCodes = ['FST_MP_PREMATURE_CLOSE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'];
  const isCut = cutCodes.includes(code ?? '') || /end of multipart data|terminated early/i.test(message ?? '');
  if (isCut) return new Refused('cut', 'The upload ended before the file was complete. Send it again.', error);
  if (/multipart|boundary|header/i.test(message ?? ''))
    return new Refused('no-file', 'The form cannot be parsed.', error);
  return undefined;
}
