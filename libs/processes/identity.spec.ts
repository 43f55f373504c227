import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, processTree, signalTree, startMarkOf } from './identity.js';
import { waitFor } from '../runtime/wait.js';

const waitForEver = ['-e', 'setInterval(() => {}, 1000)'];

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

describe('a process', () => {
  it('is identified by pid and start time, so that a reused pid is not mistaken for it', async () => {
    const child = spawn(process.execPath, waitForEver);
    const identity = { pid: child.pid as number, startMark: startMarkOf(child.pid as number) as string };
    expect(isAlive(identity)).toBe(true);
    expect(isAlive({ ...identity, startMark: 'at another time' })).toBe(false);
    expect(signalTree({ ...identity, startMark: 'at another time' }, 'SIGKILL')).toBe(false);
    expect(isAlive(identity)).toBe(true);

    expect(signalTree(identity, 'SIGKILL')).toBe(true);
    await ended(child);
    expect(isAlive(identity)).toBe(false);
    expect(startMarkOf(identity.pid)).toBeUndefined();
  });

  it('is ended together with its children', async () => {
    const shell = spawn('sh', ['-c', 'sleep 60 & sleep 60 & wait'], { stdio: 'ignore' });
    const identity = { pid: shell.pid as number, startMark: startMarkOf(shell.pid as number) as string };
    const tree = await waitFor({ what: 'the shell to have two children', limitMs: 5_000, everyMs: 10 }, () => {
      const found = processTree(identity.pid);
      return found.length === 3 && found;
    });
    signalTree(identity, 'SIGKILL');
    await ended(shell);
    await waitFor({ what: 'all three to be gone', limitMs: 5_000, everyMs: 10 }, () =>
      tree.every((pid) => startMarkOf(pid) === undefined),
    );
  });
});
