import { bySwitch } from './by-switch.js';
import { countedBySwitch } from './evidence.js';
import type { Fault } from './fault.js';

export const slow: Fault = {
  ...bySwitch,
  name: 'slow',
  describes: 'makes a share of the HTTP requests and messages of a service take longer',
  parameters: {
    by: { describes: 'added delay', kind: 'time', usual: '400ms', atLeast: '1ms', atMost: '1m' },
    share: { describes: 'share that is slow', kind: 'share', usual: '50%', atLeast: '1%', atMost: '100%' },
  },
  switch: ({ by, share }) => {
    const trouble = { slowShare: share, slowMs: Math.round(by as number) };
    return { http: trouble, messages: trouble };
  },
  evidence: countedBySwitch,
};
