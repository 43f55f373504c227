import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** About a tenth of the share of a process that does not yield, while both want the processor. */
const niceness = 10;
const tries = 10;

/**
 * Lets everybody else go first. For what has a machine of its own in earnest: here it would take the processor from the very
 * request whose answer must not wait for it. Where the system refuses, it runs as the others do.
 */
export async function yieldCpu(pid: number): Promise<void> {
  for (const thread of threadsOf(pid)) {
    try {
      setPriority(thread, niceness);
    } catch {
      // Ended already, as threads do all the time, or not allowed here.
    }
  }
  // Linux shares the processor out among sessions first (man 7 sched, autogroups), and each part is one: niceness counts only
  // within it. Only so many changes are taken a second.
  for (let left = tries; left > 0; left--) {
    const isRefused = await writeFile(`/proc/${pid}/autogroup`, String(niceness)).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'EAGAIN',
    );
    if (!isRefused) return;
    await pause(150);
  }
}

/** Linux gives each thread a niceness of its own; one that is made later has that of its maker. */
function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid]; // Another system, or ended already.
  }
}
