import { statSync } from 'node:fs';
import { processTree } from './identity.js';
import { run } from './run.js';

/**
 * Makes every write to a file fail for a process and its descendants, as on a full disk, or allows it again. Sockets and
 * pipes are not affected. The kernel's limit of a file's size does it (RLIMIT_FSIZE), so the error is EFBIG instead of
 * ENOSPC. Only the soft limit is changed, which needs no root.
 * @returns why it is not possible; undefined if it worked. Processes that end meanwhile do not count
 */
export async function refuseFileWrites(pid: number, refused: boolean): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux can change the limits of a running process (prlimit)';
  // Descendants that are started meanwhile inherit the limit, so parents come first.
  for (const member of processTree(pid)) {
    const owner = ownerOf(member);
    // It has ended.
    if (!owner) continue;
    const limit = (given: string[]) => run('prlimit', ['--pid', `${member}`, ...given], owner);
    const soft = refused ? '0' : (await limit(['--fsize', '--noheadings', '--output=HARD'])).printed.trim();
    const changed = await limit([`--fsize=${soft}:`]);
    if (changed.code !== 0 && ownerOf(member)) return changed.output.trim();
  }
  return undefined;
}

/** Not even root may change another user's limits everywhere: it is done as the user the process belongs to. */
function ownerOf(pid: number): { uid: number; gid: number } | undefined {
  const found = statSync(`/proc/${pid}`, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}
