import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A fault that is on, or was about to be when whoever applied it died. */
export interface ActiveFault {
  fault: string;
  part: string;
  /** The scenario it belongs to; null for one injected by hand. */
  scenario: string | null;
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

  read(): ActiveFault[] {
    try {
      return (JSON.parse(readFileSync(this.file, 'utf8')) as { faults: ActiveFault[] }).faults;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
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

  /** Replaced in one step: a reader never sees half of it. */
  private write(faults: ActiveFault[]): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const next = `${this.file}.${process.pid}`;
    writeFileSync(next, `${JSON.stringify({ faults }, null, 2)}\n`);
    renameSync(next, this.file);
  }
}
