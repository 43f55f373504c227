import { videoFailed, videoProgressed, videoTranscoded, videoUploaded, type Event } from '#contracts';
import { GiveUp, longReaction, type LongWork, type Reaction } from '#messaging';
import { BrokenVideo, transcode, type JobLimits, type Rendition, type VideoPlaces } from '#video';
import { rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { latestNews } from './latest-news.js';
import { insertRendition } from './rendition.table.js';
import { withGrace } from './with-grace.js';

export interface WorkerNeeds {
  places: VideoPlaces;
  limits: JobLimits;
}

interface Made {
  videoId: string;
  attemptId: string;
  files: { rendition: string; poster: string };
  rendition: Rendition;
  transcodeMs: number;
}

/** Shorter than the grace periods of the group and of a stop: a job that is nearly done is finished, a longer one is abandoned. */
const graceMs = 8_000;

/**
 * Transcodes the video. ffmpeg runs for minutes outside of the transaction and writes temporary files; moving them into
 * place, the row and the event are part of it, exactly once, however many times the job was started.
 */
export function onVideoUploaded({ places, limits }: WorkerNeeds): Reaction {
  return longReaction(videoUploaded, 'transcode', {
    prepare: (event, work) => make(places, limits, event, work),
    async handle(event, { transaction, publish }, { attemptId, files, rendition, transcodeMs }: Made) {
      const { videoId } = event.data;
      await insertRendition(transaction, {
        ...{ renditionId: attemptId, videoId, bytes: rendition.bytes, transcodeMs },
        worker: `${hostname()}:${process.pid}`,
      });
      publish(videoTranscoded, { videoId, ...rendition, transcodeMs });
      await rename(files.poster, places.poster(videoId));
      await rename(files.rendition, places.rendition(videoId));
    },
    // Includes what other attempts left behind: the video is done, or this attempt failed and the next one starts over.
    discard: ({ videoId }) => places.removeAttempts(videoId),
    async giveUp(event, { publish }, error) {
      const reason = error instanceof GiveUp ? error.message : 'it could not be transcoded';
      publish(videoFailed, { videoId: event.data.videoId, reason: reason.slice(0, 500) });
      await places.removeAttempts(event.data.videoId);
    },
  });
}

async function make(
  places: VideoPlaces,
  limits: JobLimits,
  { data: { videoId, durationSeconds } }: Event<typeof videoUploaded>,
  { stopping, publishNow }: LongWork,
): Promise<Made> {
  const attemptId = uuidv7();
  const files = places.attempt(videoId, attemptId);
  const news = latestNews((percent: number) => publishNow(videoProgressed, { videoId, percent }));
  const grace = withGrace(stopping, graceMs);
  const startedAt = performance.now();
  try {
    news.tell(0);
    const source = places.original(videoId);
    const job = { source, durationSeconds, into: files, limits, onProgress: news.tell, signal: grace.signal };
    const rendition = await transcode(job);
    return { videoId, attemptId, files, rendition, transcodeMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    await Promise.all([files.rendition, files.poster].map((file) => rm(file, { force: true })));
    if (error instanceof BrokenVideo) throw new GiveUp(error.message, { cause: error });
    throw error;
  } finally {
    grace.end();
    await news.told();
  }
}
