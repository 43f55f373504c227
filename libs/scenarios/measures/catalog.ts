import { account } from './account.js';
import { answers } from './answers.js';
import { completion } from './completion.js';
import type { Measure } from './measure.js';
import { queue } from './queue.js';
import { recovery } from './recovery.js';

/** Every measure there is. A new one is an entry in its file; docs/scenarios.md lists them by this. */
export const measures: readonly Measure[] = [...answers, ...completion, ...account, ...queue, ...recovery];
