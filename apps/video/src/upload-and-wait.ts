import { afterStoring, type Database } from '#database';
import { BrokenVideo, transcode, type JobLimits, type Rendition, type VideoPlaces } from '#video';
import { rename } from 'node:fs/promises';
import type { Upload } from './video.js';
import { insertWaitingVideo, showFailed, showReady } from './video.table.js';

export interface WaitNeeds {
  database: Database;
  places: VideoPlaces;
  limits: JobLimits;
  newId: () => string;
}

export type Waited = { kind: 'ready'; rendition: Rendition } | { kind: 'broken'; reason: string };

/**
 * The waiting design: the site transcodes before it responds, with the same ffmpeg and the same number of cores per job
 * as a worker. Concurrent uploads are transcoded concurrently, up to a limit that protects the machine; further ones
 * are refused. Letting them wait would be a queue, in memory, lost with the process.
 * @param traceId of the request, shown with the video
 */
export async function uploadAndWait(needs: WaitNeeds, upload: Upload, traceId: string | undefined): Promise<Waited> {
  await insertWaitingVideo(needs.database, upload, traceId);
  return afterStoring(() => transcodeStored(needs, upload));
}

async function transcodeStored(needs: WaitNeeds, upload: Upload): Promise<Waited> {
  const { database, places, limits } = needs;
  const { videoId, durationSeconds } = upload;
  const into = places.attempt(videoId, needs.newId());
  try {
    const rendition = await transcode({ source: places.original(videoId), durationSeconds, into, limits });
    await rename(into.poster, places.poster(videoId));
    await rename(into.rendition, places.rendition(videoId));
    await showReady(database, videoId, rendition);
    return { kind: 'ready', rendition };
  } catch (error) {
    await places.removeAttempts(videoId);
    const reason = error instanceof BrokenVideo ? error.message : 'the site could not transcode it';
    await showFailed(database, videoId, reason);
    if (error instanceof BrokenVideo) return { kind: 'broken', reason };
    throw error;
  }
}
