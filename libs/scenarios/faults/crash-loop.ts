import { bringBack } from './bring-back.js';
import { endedBy } from './evidence.js';
import type { Fault } from './fault.js';

/** The switch is in memory: whoever starts the service again sets it anew once it answers (`remind`). */
export const crashLoop: Fault = {
  name: 'crash-loop',
  describes: 'lets a service exit with a code as soon as it is up, each time it is started again, with a growing pause',
  kinds: ['service'],
  parameters: {
    code: { describes: 'the exit code', kind: 'count', usual: '1', atLeast: '1', atMost: '125' },
  },
  switch: ({ code = 1 }) => ({ exitCode: code }),
  evidence: endedBy(
    'it has exited with that code, and nobody had asked for it',
    ({ exitCode }, { amounts }) => exitCode === amounts['code'],
  ),
  apply: (scope, part) => scope.setSwitch(part),
  undo: bringBack,
};
