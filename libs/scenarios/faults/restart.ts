import { anotherProcess } from './evidence.js';
import type { Fault } from './fault.js';

export const restart: Fault = {
  name: 'restart',
  describes: 'stops and starts the part, like a deployment',
  passes: true,
  evidence: anotherProcess,
  apply: ({ driver }, part) => driver.restart(part),
  // Only matters if the process that requested the restart died between stop and start.
  undo: ({ driver }, part) => driver.start(part),
};
