import { refuseFileWrites } from '#processes';
import { NotPossible } from '#runtime';
import { untilUp } from './bring-back.js';
import { endedBy } from './evidence.js';
import type { Fault, FaultScope } from './fault.js';

/** @returns why it is not possible; undefined if it worked, or the part is down */
async function changed({ driver }: FaultScope, part: string, refused: boolean): Promise<string | undefined> {
  const pid = (await driver.parts()).find(({ name }) => name === part)?.pid;
  return pid == null ? undefined : refuseFileWrites(pid, refused);
}

/**
 * What a full disk is for one part: a full disk itself would need a file system of its own, and therefore root. Both brokers and
 * PostgreSQL (a panic, if it is the write-ahead log) stop when they cannot write, so that nobody believes what is not stored.
 */
export const refuseWrites: Fault = {
  name: 'refuse-writes',
  describes:
    'makes every file write of a broker or the database fail, as a full disk does: the process stops, and stays down',
  kinds: ['broker', 'database'],
  holds: true,
  evidence: endedBy('the process ended by itself, without a signal', ({ signal }) => signal === null),
  apply: async (scope, part) => {
    if (scope.driver.runtime !== 'native')
      throw new NotPossible("'refuse-writes' needs a native stack: use kill with containers.");
    const hindrance = await changed(scope, part, true);
    if (hindrance) throw new NotPossible(`'refuse-writes' is not possible here: ${hindrance}.`);
  },
  undo: async (scope, part) => {
    // It may still run: it has not written anything, or is about to end.
    await changed(scope, part, false);
    await untilUp(part, () => scope.driver.restart(part));
  },
};
