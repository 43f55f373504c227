import { videoUploaded } from '#contracts';
import { DatabaseAway, type Database } from '#database';
import type { Messaging } from '#messaging';
import type { VideoPlaces } from '#video';
import type { Upload } from './video.js';
import { insertVideoWithEvent } from './video.table.js';

export interface UploadNeeds {
  database: Database;
  messaging: Messaging;
  places: VideoPlaces;
}

/**
 * The queue design: the video and the fact that it was uploaded are stored together, and the response waits for nothing
 * else.
 * @param traceId of the request, shown with the video
 */
export async function uploadVideo(
  { database, messaging, places }: UploadNeeds,
  upload: Upload,
  traceId: string | undefined,
): Promise<void> {
  const { title: _, uploadedAt, ...facts } = upload;
  const row = messaging.outboxRow(videoUploaded, { ...facts, uploadedAt: uploadedAt.toISOString() });
  try {
    await insertVideoWithEvent(database, upload, traceId, row);
  } catch (error) {
    // It may be stored, and then a worker will look for the file; if not, the next start of the site removes it.
    if (!(error instanceof DatabaseAway && error.mayBeStored)) await places.remove(upload.videoId);
    throw error;
  }
  messaging.nudge();
}
