import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Whether the kernel reports the memory and CPU time of processes (Linux does). */
export const processesAreTold = existsSync('/proc/self/smaps_rollup');

/**
 * Memory of a process and its children, megabytes. Proportional share, so that pages shared by many processes (Node's
 * code, PostgreSQL's buffers) count once.
 */
export function memoryOf(pid: number, children = childrenByParent()): number {
  const own = Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1_024;
  return (children.get(pid) ?? []).reduce((sum, child) => sum + memoryOf(child, children), own);
}

/** CPU time that a process and its children have used so far, seconds. */
export function cpuSecondsOf(pid: number, children = childrenByParent()): number {
  // The name, in parentheses, may contain spaces; times follow it, in hundredths of a second (proc(5), USER_HZ).
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  // Its own user and system time, then that of its children that have ended.
  const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
  return (children.get(pid) ?? []).reduce((sum, child) => sum + cpuSecondsOf(child, children), own);
}

/** The peak memory of a process during `work`, megabytes, sampled four times a second. */
export async function peakMemory<T>(
  pid: number | null,
  work: () => Promise<T>,
): Promise<{ result: T; peakMb: number }> {
  let peakMb = 0;
  const look = () => {
    if (pid !== null && processesAreTold) peakMb = Math.max(peakMb, memoryOf(pid, new Map()));
  };
  const timer = setInterval(look, 250);
  try {
    const result = await work();
    look();
    return { result, peakMb };
  } finally {
    clearInterval(timer);
  }
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** Empty if the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
