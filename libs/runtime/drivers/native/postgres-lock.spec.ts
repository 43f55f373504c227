import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropStaleLock } from './postgres-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstage-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => join(folder, 'postmaster.pid');

describe("PostgreSQL's lock", () => {
  it.each([
    ['is empty', ''],
    ['contains the pid of a process that is gone', `${2 ** 22 - 7}\n/data\n`],
    ['contains a pid that now belongs to another program', `${process.pid}\n/data\n`],
    ['contains no valid pid', '-1\n'],
  ])('is removed when it %s', async (_, text) => {
    writeFileSync(lock(), text);
    await dropStaleLock(folder);
    expect(existsSync(lock())).toBe(false);
  });

  it('stays while its server is running', async () => {
    const program = join(folder, 'postgres');
    copyFileSync('/bin/sleep', program);
    const server = spawn(program, ['60'], { stdio: 'ignore' });
    try {
      await once(server, 'spawn');
      writeFileSync(lock(), `${server.pid}\n/data\n`);
      await dropStaleLock(folder);
      expect(existsSync(lock())).toBe(true);
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('does not have to exist', async () => {
    await expect(dropStaleLock(folder)).resolves.toBeUndefined();
  });
});
