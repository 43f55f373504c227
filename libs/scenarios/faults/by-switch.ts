import type { Fault } from './fault.js';

/** Common to the faults that a service has in itself: its switch is set to the sum of those that are active. */
export const bySwitch: Pick<Fault, 'kinds' | 'apply' | 'undo'> = {
  kinds: ['service'],
  apply: (scope, part) => scope.setSwitch(part),
  undo: (scope, part) => scope.setSwitch(part),
};
