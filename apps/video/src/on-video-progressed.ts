import { videoProgressed } from '#contracts';
import { reaction } from '#messaging';
import { showProgress } from './video.table.js';

/** A worker has it in hand: the person who uploaded it sees how far it is. */
export const onVideoProgressed = reaction(videoProgressed, 'show-progress', (event, { transaction }) =>
  showProgress(transaction, event.data.videoId, event.data.percent),
);
