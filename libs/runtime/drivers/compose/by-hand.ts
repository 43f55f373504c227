import { join } from 'node:path';
import { readJson, writeWhole } from '../../whole-file.js';

/** Identifies one run of a container, which keeps its id when it is restarted. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
}

const mostKept = 100;

/**
 * .eventstage/by-hand.json: the runs of containers that were stopped through the driver. The engine does not record who stopped one,
 * and the watcher must not restart what was stopped deliberately.
 */
export class ByHand {
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'by-hand.json');
  }

  has({ id, startedAt }: Run): boolean {
    return this.read().some((run) => run.id === id && run.startedAt === startedAt);
  }

  /** Written before it is stopped, so that it is never seen down without an entry here. */
  add({ id, startedAt }: Run): void {
    writeWhole(this.file, JSON.stringify([...this.read(), { id, startedAt }].slice(-mostKept)));
  }

  /** An unreadable file counts as empty: at worst, one container is restarted needlessly. */
  private read(): readonly Run[] {
    const read = readJson(this.file);
    if (read === undefined || read === 'damaged') return [];
    return Array.isArray(read.value) ? (read.value as Run[]) : [];
  }
}
