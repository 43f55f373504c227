import { bringBack } from './bring-back.js';
import { bySwitch } from './by-switch.js';
import { endedBy } from './evidence.js';
import type { Fault } from './fault.js';

export const crashLoop: Fault = {
  ...bySwitch,
  name: 'crash-loop',
  describes: 'makes a service exit with a code, and again after each restart; the pause before a restart grows',
  parameters: {
    code: { describes: 'the exit code', kind: 'count', usual: '1', atLeast: '1', atMost: '125' },
  },
  switch: ({ code = 1 }) => ({ exitCode: code }),
  evidence: endedBy(
    'the process exited with that code, and nobody had stopped it',
    ({ exitCode }, { amounts }) => exitCode === amounts['code'],
  ),
  undo: bringBack,
};
