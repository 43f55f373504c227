import { processGone } from './evidence.js';
import type { Fault } from './fault.js';

export const kill: Fault = {
  name: 'kill',
  describes: 'ends the part at once, in the middle of whatever it does (SIGKILL), and leaves it down',
  holds: true,
  evidence: processGone,
  apply: ({ driver }, part) => driver.kill(part),
  undo: ({ driver }, part) => driver.start(part),
};
