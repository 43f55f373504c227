import { account } from './account.js';
import { answers } from './answers.js';
import { bystanders } from './bystanders.js';
import { completion } from './completion.js';
import type { Measure } from './measure.js';
import { queue } from './queue.js';
import { phase } from './phase.js';
import { recovery } from './recovery.js';
import { videos } from './videos.js';
import { vouchers } from './vouchers.js';

/** All measures. A new one is an entry in its file; docs/scenario-words.md is generated from this list. */
export const measures: readonly Measure[] = [
  ...[...answers, ...bystanders, ...completion, ...account, ...queue, ...recovery, ...phase],
  ...[...vouchers, ...videos],
];
