import { rm } from 'node:fs/promises';
import { isAlive, signalTree, startMarkOf, type ProcessIdentity } from '#processes';
import { NotPossible } from '../not-possible.js';
import type { PartKind } from '../stack.js';
import { readState, stateFile, type StackState } from '../state.js';
import { waitFor } from '../wait.js';
import type { Progress } from '../progress.js';

const endLimitMs = 10_000;

export interface Leftover extends ProcessIdentity {
  readonly name: string;
  readonly kind: PartKind;
}

/** Processes of a run whose supervisor is gone, identified by pid and start time, so they are never another program's. */
export function leftovers(state: StackState): Leftover[] {
  return state.parts.flatMap(({ name, kind, pid, startMark }) =>
    pid !== null && startMark !== null && isAlive({ pid, startMark }) ? [{ name, kind, pid, startMark }] : [],
  );
}

/**
 * Cleans up after a run that was killed: kills its processes, then forgets it.
 * @throws NotPossible if that run is not over: its supervisor is alive
 */
export async function clearLeftovers(stateFolder: string, progress: Progress): Promise<void> {
  const state = readState(stateFolder);
  if (!state) return;
  if (isAlive(state.supervisor)) {
    throw new NotPossible(
      `The stack is already running (pid ${state.supervisor.pid}, since ${state.startedAt}): use it, or stop it with \`npm run stage -- down\`.`,
    );
  }
  const found = leftovers(state);
  if (found.length > 0) {
    progress(`cleaning up after a run that was killed: ${found.map(({ name, pid }) => `${name} (${pid})`).join(', ')}`);
    const services = found.filter(({ kind }) => kind === 'service' || kind === 'load');
    await endAll(services);
    await endAll(found.filter((one) => !services.includes(one)));
  }
  await rm(stateFile(stateFolder), { force: true });
}

/** Ends processes without a supervisor: gracefully, then by SIGKILL after a limit. */
async function endAll(found: readonly Leftover[]): Promise<void> {
  await Promise.all(
    found.map(async (one) => {
      signalTree(one, 'SIGCONT'); // A frozen process would not receive the next signal.
      signalTree(one, 'SIGTERM');
      const gone = () => startMarkOf(one.pid) !== one.startMark;
      await waitFor({ what: `${one.name} (pid ${one.pid}) to end`, limitMs: endLimitMs }, gone).catch(async () => {
        signalTree(one, 'SIGKILL');
        await waitFor({ what: `${one.name} (pid ${one.pid}) to be gone`, limitMs: endLimitMs }, gone);
      });
    }),
  );
}
