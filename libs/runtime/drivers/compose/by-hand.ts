import { join } from 'node:path';
import { readJson, writeWhole } from '../../whole-file.js';

/** Which run of a container: it keeps its id when it is started again. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
}

const mostKept = 100;

/**
 * .eventstage/by-hand.json: the runs of containers that somebody ended through the driver. The engine does not remember
 * who ended one, and whoever watches must not start again what was stopped on purpose.
 */
export class ByHand {
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = join(stateFolder, 'by-hand.json');
  }

  has({ id, startedAt }: Run): boolean {
    return this.read().some((run) => run.id === id && run.startedAt === startedAt);
  }

  /** Before it is ended: nobody may see it down and not find it here. */
  add({ id, startedAt }: Run): void {
    writeWhole(this.file, JSON.stringify([...this.read(), { id, startedAt }].slice(-mostKept)));
  }

  /** A file that cannot be read says nothing: the worst that follows is one start too many. */
  private read(): readonly Run[] {
    const read = readJson(this.file);
    if (read === undefined || read === 'damaged') return [];
    return Array.isArray(read.value) ? (read.value as Run[]) : [];
  }
}
