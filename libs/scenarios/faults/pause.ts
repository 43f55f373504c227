import type { Fault } from './fault.js';

export const pause: Fault = {
  name: 'pause',
  describes: 'freezes the part (SIGSTOP): its connections stay open and nothing answers, as on a dead network',
  apply: ({ driver }, part) => driver.pause(part),
  undo: ({ driver }, part) => driver.resume(part),
};
