import { countedBySwitch } from './evidence.js';
import type { Fault } from './fault.js';

const half = { slowShare: 0.5, slowMs: 400 };

export const slow: Fault = {
  name: 'slow',
  describes: 'makes every second HTTP request and message of a service take 400 ms longer',
  kinds: ['service'],
  switch: { http: half, messages: half },
  evidence: countedBySwitch,
  apply: (scope, part) => scope.setSwitch(part),
  undo: (scope, part) => scope.setSwitch(part),
};
