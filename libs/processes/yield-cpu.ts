import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** About a tenth of the CPU share of a normal process, while both want the CPU. */
const niceness = 10;
const tries = 10;

/**
 * Lowers the CPU priority of a process that would have its own machine in production: here it would take CPU time from the requests that
 * must not wait for it. If the system refuses, it runs at normal priority.
 */
export async function yieldCpu(pid: number): Promise<void> {
  for (const thread of threadsOf(pid)) {
    try {
      setPriority(thread, niceness);
    } catch {
      // Exited in the meantime, as threads often do, or not permitted.
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

/** On Linux each thread has its own niceness; a new thread inherits that of its creator. */
function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid]; // Another system, or ended already.
  }
}
