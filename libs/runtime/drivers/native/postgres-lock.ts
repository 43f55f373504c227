import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '#processes';

/**
 * Removes the lock of a server that is no longer running. PostgreSQL does so itself, except if the file is empty or the pid in it now
 * belongs to another program, which happens after a power failure because pids start over.
 */
export async function dropStaleLock(dataFolder: string): Promise<void> {
  const file = join(dataFolder, 'postmaster.pid');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const pid = Number(text.split('\n')[0]);
  if (Number.isInteger(pid) && pid > 0 && /^(.*\/)?postgres$/.test(await programOf(pid))) return;
  rmSync(file);
}

/** '' if no process has this pid. */
async function programOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return (await run('ps', ['-o', 'comm=', '-p', String(pid)])).output.trim();
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
