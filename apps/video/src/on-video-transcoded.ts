import { videoTranscoded } from '#contracts';
import { reaction } from '#messaging';
import { showReady } from './video.table.js';

/** The result is in place: from now on it is served. */
export const onVideoTranscoded = reaction(videoTranscoded, 'show-ready', (event, { transaction }) => {
  const { videoId, bytes, durationSeconds, width, height } = event.data;
  return showReady(transaction, videoId, { bytes, durationSeconds, width, height });
});
