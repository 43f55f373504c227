import { readFileSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '#processes';
import { outsideFolder } from '../drivers/native/postgres-home.js';
import { clearLeftovers } from '../preflight/leftovers.js';
import { readState } from '../state.js';
import { waitFor } from '../wait.js';

export const trialsFolder = (root: string): string => join(root, '.eventstage', 'trials');

/** Names the process that uses a trial's folder. */
export const ownerFile = (folder: string): string => join(folder, 'owner.json');

const stopLimitMs = 60_000;
/** A folder without a readable owner may have just been created. */
const youngMs = 60_000;

/** Stops what is running in a trial's folder and deletes everything but its logs. */
export async function clearTrial(folder: string): Promise<void> {
  await endSupervisor(folder);
  await clearLeftovers(folder, () => {});
  const kept = new Set(['logs', 'owner.json']);
  const names = (await readdir(folder)).filter((name) => !kept.has(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  await rm(outsideFolder(folder), { recursive: true, force: true });
}

/** Clears and removes the folders of trials whose process is gone. */
export async function clearAbandonedTrials(root: string): Promise<void> {
  const names = await readdir(trialsFolder(root)).catch((): string[] => []);
  for (const name of names) {
    const folder = join(trialsFolder(root), name);
    if (isOwned(folder)) continue;
    await clearTrial(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

function isOwned(folder: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as ProcessIdentity);
  } catch {
    return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < youngMs;
  }
}

/** A test of `npm start` has its own supervisor, which drains on request. */
async function endSupervisor(folder: string): Promise<void> {
  const supervisor = readState(folder)?.supervisor;
  if (!supervisor || !isAlive(supervisor)) return;
  process.kill(supervisor.pid, 'SIGTERM');
  const gone = () => !isAlive(supervisor);
  await waitFor({ what: 'the supervisor to stop', limitMs: stopLimitMs }, gone).catch(() => {
    process.kill(supervisor.pid, 'SIGKILL');
    return waitFor({ what: 'the supervisor to be gone', limitMs: stopLimitMs }, gone);
  });
}
