import { doesNotAnswer } from './evidence.js';
import type { Fault } from './fault.js';

export const pause: Fault = {
  name: 'pause',
  describes: 'freezes the part (SIGSTOP): its connections stay open but it does not respond, as on a dead network',
  holds: true,
  evidence: doesNotAnswer,
  apply: ({ driver }, part) => driver.pause(part),
  undo: async ({ driver }, part) => {
    await driver.resume(part);
    // Somebody else may have ended it while it was frozen.
    await driver.start(part);
  },
};
