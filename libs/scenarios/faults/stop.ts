import { processGone } from './evidence.js';
import type { Fault } from './fault.js';

export const stop: Fault = {
  name: 'stop',
  describes: 'drains and stops the part (SIGTERM), and leaves it down',
  holds: true,
  evidence: processGone,
  apply: ({ driver }, part) => driver.stop(part),
  undo: ({ driver }, part) => driver.start(part),
};
