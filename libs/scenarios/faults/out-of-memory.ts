import { bringBack } from './bring-back.js';
import { bySwitch } from './by-switch.js';
import { endedBy } from './evidence.js';
import type { Fault } from './fault.js';

export const outOfMemory: Fault = {
  ...bySwitch,
  name: 'out-of-memory',
  describes: 'fills the heap of a service until the process dies, and again after each restart, as a leak does',
  parameters: {
    within: { describes: 'how long until it is full', kind: 'time', usual: '5s', atLeast: '1s', atMost: '5m' },
  },
  switch: ({ within = 0 }) => ({ fillHeapWithinMs: Math.round(within) }),
  // V8 aborts when its heap is full. A container may reach its own limit first: then the kernel kills it, and the
  // engine reports that.
  evidence: endedBy(
    'the process ended with SIGABRT, as V8 does when its heap is full, or at the memory limit of its container',
    ({ signal, lastLines }) => signal === 'SIGABRT' || lastLines.some((line) => line.includes('memory limit')),
  ),
  undo: bringBack,
};
