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
    // It may have been killed while it was frozen.
    await driver.start(part);
  },
};
