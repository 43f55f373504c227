import { processGone } from './evidence.js';
import type { Fault } from './fault.js';

export const kill: Fault = {
  name: 'kill',
  describes: 'kills the part in the middle of its work (SIGKILL), and leaves it down',
  holds: true,
  evidence: processGone,
  apply: ({ driver }, part) => driver.kill(part),
  undo: ({ driver }, part) => driver.start(part),
};
