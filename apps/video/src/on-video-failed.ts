import { videoFailed } from '#contracts';
import { reaction } from '#messaging';
import { showFailed } from './video.table.js';

/** The video has failed: its owner sees why. */
export const onVideoFailed = reaction(videoFailed, 'show-failed', (event, { transaction }) =>
  showFailed(transaction, event.data.videoId, event.data.reason),
);
