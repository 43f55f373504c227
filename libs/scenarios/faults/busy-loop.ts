import { bySwitch } from './by-switch.js';
import { effectsOf } from './evidence.js';
import type { Fault } from './fault.js';

/** How much of the requested share must be measured: pauses are longer on a busy machine. */
const seenShare = 0.6;

export const busyLoop: Fault = {
  ...bySwitch,
  name: 'busy-loop',
  describes: 'blocks the event loop of a service most of the time, as a long computation does: everything in it waits',
  parameters: {
    share: { describes: 'share of the time', kind: 'share', usual: '80%', atLeast: '30%', atMost: '95%' },
    block: { describes: 'length of each block', kind: 'time', usual: '200ms', atLeast: '10ms', atMost: '2s' },
  },
  switch: ({ share = 0, block = 0 }) => ({ busy: { share, blockMs: Math.round(block) } }),
  evidence: {
    says: 'the event loop of the service is busy for at least 60% of the requested share, as Node measures it',
    look: async (scope, { name }, _sinceMs, { amounts }) => {
      const { busyShare } = await effectsOf(scope, name);
      const asked = amounts['share'] as number;
      return busyShare >= asked * seenShare
        ? `its event loop is busy ${Math.round(busyShare * 100)}% of the time`
        : null;
    },
  },
};
