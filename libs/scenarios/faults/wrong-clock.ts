import { effectsOf } from './evidence.js';
import type { Fault } from './fault.js';

/** Of what was asked for, this much must be seen: reading two clocks takes a moment. */
const seenShare = 0.5;

export const wrongClock: Fault = {
  name: 'wrong-clock',
  describes:
    "sets a service's clock wrong: what it writes into rows, events and logs; not its timers, the database's now(), or the brokers' clocks",
  kinds: ['service'],
  parameters: {
    by: { describes: 'how far', kind: 'offset', usual: '5m', atLeast: '-24h', atMost: '24h' },
  },
  switch: ({ by = 0 }) => ({ clockOffsetMs: Math.round(by) }),
  evidence: {
    says: 'the time that the service tells is off by about that much',
    look: async (scope, { name }, _sinceMs, { amounts }) => {
      const by = amounts['by'] as number;
      const offMs = Date.parse((await effectsOf(scope, name)).now) - Date.now();
      return offMs / by >= seenShare ? `its clock is off by ${(offMs / 1_000).toFixed(1)} s` : null;
    },
  },
  apply: (scope, part) => scope.setSwitch(part),
  undo: (scope, part) => scope.setSwitch(part),
};
