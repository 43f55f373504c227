import { videoProgressed } from '#contracts';
import { reaction } from '#messaging';
import { showProgress } from './video.table.js';

/** A worker is transcoding it: its owner sees the progress. */
export const onVideoProgressed = reaction(videoProgressed, 'show-progress', (event, { transaction }) =>
  showProgress(transaction, event.data.videoId, event.data.percent),
);
