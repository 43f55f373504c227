import { countedBySwitch } from './evidence.js';
import type { Fault } from './fault.js';

export const fail: Fault = {
  name: 'fail',
  describes: 'makes a share of the HTTP requests and messages of a service fail',
  kinds: ['service'],
  parameters: {
    share: { describes: 'share that fails', kind: 'share', usual: '30%', atLeast: '1%', atMost: '100%' },
  },
  switch: ({ share }) => ({ http: { failShare: share }, messages: { failShare: share } }),
  evidence: countedBySwitch,
  apply: (scope, part) => scope.setSwitch(part),
  undo: (scope, part) => scope.setSwitch(part),
};
