import type { Scenario } from '../scenario.js';
import { christmasBurst } from './christmas-burst.js';
import { reviewOutage } from './review-outage.js';
import { videoQueue } from './video-queue.js';

/** Every story that can be told. A new one is a file in this folder and a line here. */
export const scenarios: readonly Scenario[] = [reviewOutage, christmasBurst, videoQueue];
