import { join } from 'node:path';
import { readJson, writeWhole } from './whole-file.js';

/** A fault that is on, or was about to be when whoever applied it died. */
export interface ActiveFault {
  fault: string;
  part: string;
  /** The scenario it belongs to; null for one injected by hand. */
  scenario: string | null;
  /** What was said of it, as it was written: `{ by: '2s' }`. */
  with?: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  appliedAt: string;
  /** Whether the part is to stay down, or frozen, until the fault ends: nobody else starts it again meanwhile. */
  holds?: boolean;
}

/**
 * .eventstage/faults.json: what is broken on purpose. Written before a fault is applied and cleared after it is undone,
 * so that a fault survives nobody: whoever comes next finds it here and heals it. Not for two writers in one instant.
 */
export class FaultJournal {
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'faults.json');
  }

  /** None when the file is empty or cut off: a machine that lost its power has no processes left that could be broken. */
  read(): ActiveFault[] {
    const read = readJson(this.file);
    if (read === undefined || read === 'damaged') return [];
    const { faults } = (read.value ?? {}) as { faults?: ActiveFault[] };
    return Array.isArray(faults) ? faults : [];
  }

  /** The fault that keeps this part down or frozen; undefined when none does. */
  holding(part: string): ActiveFault | undefined {
    return this.read().findLast((one) => one.part === part && one.holds);
  }

  add(fault: ActiveFault): void {
    this.write([...this.read(), fault]);
  }

  remove({ fault, part }: Pick<ActiveFault, 'fault' | 'part'>): void {
    this.write(this.read().filter((one) => one.fault !== fault || one.part !== part));
  }

  private write(faults: ActiveFault[]): void {
    writeWhole(this.file, `${JSON.stringify({ faults }, null, 2)}\n`);
  }
}
