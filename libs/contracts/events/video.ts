import Type from 'typebox';
import { defineEvent } from '../event.js';

const pixels = Type.Integer({ minimum: 1, maximum: 16_384 });
const seconds = Type.Number({ minimum: 0, description: 'seconds, with fractions' });
const bytes = Type.Integer({ minimum: 0 });

/** The upload site has stored a valid video, which now waits to be transcoded. The site does not know the workers. */
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

/** Progress of the transcoding, sent now and then. A job that another worker takes over starts again at a lower value. */
export const videoProgressed = defineEvent({
  type: 'video.progressed',
  version: 1,
  owner: 'video-worker',
  key: 'videoId',
  schema: Type.Object({ videoId: Type.String(), percent: Type.Integer({ minimum: 0, maximum: 100 }) }),
});

/** The smaller rendition and the poster are in place. */
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

/** The video could not be transcoded; `reason` is a sentence for the person who uploaded it. */
export const videoFailed = defineEvent({
  type: 'video.failed',
  version: 1,
  owner: 'video-worker',
  key: 'videoId',
  schema: Type.Object({ videoId: Type.String(), reason: Type.String({ minLength: 1, maxLength: 500 }) }),
});
