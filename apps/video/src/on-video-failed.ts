import { videoFailed } from '#contracts';
import { reaction } from '#messaging';
import { showFailed } from './video.table.js';

/** Nothing will come of it: the person who uploaded it is told why. */
export const onVideoFailed = reaction(videoFailed, 'show-failed', (event, { transaction }) =>
  showFailed(transaction, event.data.videoId, event.data.reason),
);
