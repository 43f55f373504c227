import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { yieldCpu } from './yield-cpu.js';

function autogroupOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/autogroup`, 'utf8');
  } catch {
    return 'nice 10'; // No such thing here.
  }
}

test('a process that yields has a lower priority, within its session and as a session', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  const pid = child.pid as number;
  const ours = getPriority();
  try {
    await yieldCpu(pid);
    const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => 10));
    expect(autogroupOf(pid)).toContain('nice 10');
    expect(getPriority()).toBe(ours);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process that has exited is not an error', async () => {
  await yieldCpu(2 ** 22 - 3);
});
