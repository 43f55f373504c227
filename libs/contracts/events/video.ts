import Type from 'typebox';
import { defineEvent } from '../event.js';

const pixels = Type.Integer({ minimum: 1, maximum: 16_384 });
const seconds = Type.Number({ minimum: 0, description: 'seconds, with fractions' });
const bytes = Type.Integer({ minimum: 0 });

/** A video was stored by the upload site, checked to be one, and waits to be made smaller. The site knows no worker. */
export const videoUploaded = defineEvent({
  type: 'video.uploaded',
  version: 1,
  owner: 'video',
  key: 'videoId',
  schema: Type.Object({
    videoId: Type.String(),
    bytes,
    durationSeconds: seconds,
    width: pixels,
    height: pixels,
    uploadedAt: Type.String({ description: 'ISO 8601, UTC' }),
  }),
});

/** A worker has the video in hand. Sent now and then; a job that was taken over begins at a lower figure again. */
export const videoProgressed = defineEvent({
  type: 'video.progressed',
  version: 1,
  owner: 'video-worker',
  key: 'videoId',
  schema: Type.Object({ videoId: Type.String(), percent: Type.Integer({ minimum: 0, maximum: 100 }) }),
});

/** The smaller rendition and the poster are in their places. */
export const videoTranscoded = defineEvent({
  type: 'video.transcoded',
  version: 1,
  owner: 'video-worker',
  key: 'videoId',
  schema: Type.Object({
    videoId: Type.String(),
    bytes,
    durationSeconds: seconds,
    width: pixels,
    height: pixels,
    transcodeMs: Type.Integer({ minimum: 0 }),
  }),
});

/** The worker gave the video up; `reason` is a sentence for the person who uploaded it. */
export const videoFailed = defineEvent({
  type: 'video.failed',
  version: 1,
  owner: 'video-worker',
  key: 'videoId',
  schema: Type.Object({ videoId: Type.String(), reason: Type.String({ minLength: 1, maxLength: 500 }) }),
});
