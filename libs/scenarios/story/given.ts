import { isSameFault } from '#runtime';
import type { WhichFault } from '../engine/design.js';
import { faultNamed } from '../faults/catalog.js';
import { fail, type Path } from './mistake.js';
import { mustFit } from './must-fit.js';
import type { StoryFile } from './schema.js';

/** @throws MistakeFound for a fault that cannot last for the whole run, or is given twice */
export function givenFaults({ given = [] }: StoryFile): WhichFault[] {
  for (const [index, one] of given.entries()) {
    const path: Path = ['given', index];
    mustFit(one, path);
    const { passes = false, holds = false } = faultNamed(one.fault);
    if (passes) fail(path, `'${one.fault}' ends by itself, so it cannot be given: inject it in a phase`);
    if (holds) fail(path, `'${one.fault}' keeps ${one.part} from working, so it cannot be given: inject it in a phase`);
    if (given.findIndex((other) => isSameFault(one, other)) < index) {
      fail(path, `'${one.fault}' is already given for ${one.part}`);
    }
  }
  return given;
}
