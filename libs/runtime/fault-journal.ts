import { join } from 'node:path';
import { readJson, writeWhole } from './whole-file.js';

/** A fault that is active, or was about to be when the process that applied it died. */
export interface ActiveFault {
  fault: string;
  part: string;
  /** For a fault between two parts: the other one, or `kafka` for all brokers. */
  to?: string;
  /** The scenario it belongs to; null for one injected by hand. */
  scenario: string | null;
  /** Its parameters as written: `{ by: '2s' }`. */
  with?: Readonly<Record<string, string>>;
  /** Whether it is a condition of the scenario's run instead of an outage: it is not announced. */
  given?: boolean;
  /** ISO 8601, UTC. */
  appliedAt: string;
  /** Whether the part must stay down, or frozen, until the fault ends: nothing else restarts it meanwhile. */
  holds?: boolean;
}

export type SameFault = Pick<ActiveFault, 'fault' | 'part' | 'to'>;

/** Whether both are the same fault on the same parts, which cannot be active twice. */
export const isSameFault = (one: SameFault, other: SameFault): boolean =>
  one.fault === other.fault && one.part === other.part && one.to === other.to;

/**
 * .eventstage/faults.json: the active faults. Written before a fault is applied and cleared after it is undone, so that the next command
 * can undo the faults of one that was killed. Not safe for two concurrent writers.
 */
export class FaultJournal {
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'faults.json');
  }

  /** None if the file is empty or truncated: after a power failure no process is left that could be affected. */
  read(): ActiveFault[] {
    const read = readJson(this.file);
    if (read === undefined || read === 'damaged') return [];
    const { faults } = (read.value ?? {}) as { faults?: ActiveFault[] };
    return Array.isArray(faults) ? faults : [];
  }

  /** The fault that holds this part down or frozen; undefined if there is none. */
  holding(part: string): ActiveFault | undefined {
    return this.read().findLast((one) => one.part === part && one.holds);
  }

  add(fault: ActiveFault): void {
    this.write([...this.read(), fault]);
  }

  remove(fault: SameFault): void {
    this.write(this.read().filter((one) => !isSameFault(one, fault)));
  }

  private write(faults: ActiveFault[]): void {
    writeWhole(this.file, `${JSON.stringify({ faults }, null, 2)}\n`);
  }
}
