import { NotPossible } from './not-possible.js';
import type { PartKind } from './stack.js';

/** More would not help on one machine: a topic has at most six partitions. */
export const mostInstances = 8;

/** The names of additional instances of a part, from one number to another: `video-worker-2` is the second. */
export const instanceNames = (part: string, from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `${part}-${from + index}`);

/** @throws NotPossible if the part cannot be scaled, or not to this many instances */
export function assertScalable({ name, kind }: { name: string; kind: PartKind }, instances: number): void {
  if (kind !== 'service') throw new NotPossible(`'${name}' is a ${kind}: only services can be scaled.`);
  const [, whole] = /^(.+)-\d+$/.exec(name) ?? [];
  if (whole) throw new NotPossible(`'${name}' is one instance of several: scale '${whole}'.`);
  if (Number.isInteger(instances) && instances >= 1 && instances <= mostInstances) return;
  throw new NotPossible(`${instances} instances are not possible: give a whole number from 1 to ${mostInstances}.`);
}
