import { countedBySwitch } from './evidence.js';
import type { Fault } from './fault.js';

const third = { failShare: 0.3 };

export const fail: Fault = {
  name: 'fail',
  describes: 'makes three in ten HTTP requests and messages of a service fail',
  kinds: ['service'],
  switch: { http: third, messages: third },
  evidence: countedBySwitch,
  apply: (scope, part) => scope.setSwitch(part),
  undo: (scope, part) => scope.setSwitch(part),
};
