import { nearest, parts, type NotPossible } from '#runtime';
import type { WhichFault } from '../engine/design.js';
import { faultNamed } from '../faults/catalog.js';
import { linksOf } from '../faults/network/links.js';
import { givenParameters } from '../faults/parameters.js';
import { fail, type Path } from './mistake.js';

/** @throws MistakeFound for a fault that does not apply to its part, or has invalid parameters */
export function mustFit({ fault: name, part: partName, to, with: parameters }: WhichFault, path: Path): void {
  const fault = faultNamed(name);
  const part = parts.find((one) => one.name === partName);
  if (!part) {
    const names = parts.map((one) => one.name);
    fail([...path, 'part'], `there is no part '${partName}'; the nearest is '${nearest(partName, names)}'`);
  }
  if (fault.kinds && !fault.kinds.includes(part.kind)) {
    fail([...path, 'part'], `'${name}' does not apply to a ${part.kind}, which ${partName} is`);
  }
  if (fault.parts && !fault.parts.includes(partName)) {
    fail([...path, 'part'], `'${name}' does not apply to ${partName}, only to ${fault.parts.join(', ')}`);
  }
  if (to !== undefined && !fault.onLinks) fail([...path, 'to'], `'${name}' is done to one part: leave out 'to'`, true);
  if (fault.onLinks) {
    try {
      linksOf(parts, partName, to);
    } catch (error) {
      fail([...path, to === undefined ? 'part' : 'to'], (error as NotPossible).message.replace(/\.$/, ''));
    }
  }
  try {
    givenParameters(fault, parameters);
  } catch (error) {
    fail([...path, 'with'], (error as NotPossible).message.replace(/\.$/, ''));
  }
}
