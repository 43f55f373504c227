import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../processes/run.js';

/**
 * Removes the lock of a server that is not there any more. PostgreSQL does so itself, but not when the file is empty or when the
 * process id in it is now that of another program: a machine that lost its power counts them from the beginning again.
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

/** '' when no process has this id. */
async function programOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return (await run('ps', ['-o', 'comm=', '-p', String(pid)])).output.trim();
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
