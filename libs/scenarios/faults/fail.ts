import { bySwitch } from './by-switch.js';
import { countedBySwitch } from './evidence.js';
import type { Fault } from './fault.js';

export const fail: Fault = {
  ...bySwitch,
  name: 'fail',
  describes: 'makes a share of the HTTP requests and messages of a service fail',
  parameters: {
    share: { describes: 'share that fails', kind: 'share', usual: '30%', atLeast: '1%', atMost: '100%' },
  },
  switch: ({ share }) => ({ http: { failShare: share }, messages: { failShare: share } }),
  evidence: countedBySwitch,
};
