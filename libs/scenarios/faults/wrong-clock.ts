import { bySwitch } from './by-switch.js';
import { effectsOf } from './evidence.js';
import type { Fault } from './fault.js';

/** How much of the requested offset must be seen: reading two clocks takes a moment. */
const seenShare = 0.5;

export const wrongClock: Fault = {
  ...bySwitch,
  name: 'wrong-clock',
  describes:
    'shifts the clock of a service: the times in its rows, events and logs, but no timers, and not the clocks of database and brokers',
  parameters: {
    by: { describes: 'by how much', kind: 'offset', usual: '5m', atLeast: '-24h', atMost: '24h' },
  },
  switch: ({ by = 0 }) => ({ clockOffsetMs: Math.round(by) }),
  evidence: {
    says: 'the service reports a time that is off by about that much',
    look: async (scope, { name }, _sinceMs, { amounts }) => {
      const by = amounts['by'] as number;
      const offMs = Date.parse((await effectsOf(scope, name)).now) - Date.now();
      return offMs / by >= seenShare ? `its clock is off by ${(offMs / 1_000).toFixed(1)} s` : null;
    },
  },
};
