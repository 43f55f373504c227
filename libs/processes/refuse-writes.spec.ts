import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { refuseFileWrites } from './refuse-writes.js';

/** Appends a line to a file for each line it gets, and prints how that went. */
const writer = `
  const { appendFileSync } = require('node:fs');
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    try { appendFileSync(process.argv[1], line); console.log('written'); }
    catch (error) { console.log(error.code); }
  });`;

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a process whose writes are refused runs on, and writes again afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventstage-refuse-writes-'));
  const child = spawn(process.execPath, ['-e', writer, join(folder, 'file')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const written = async () => {
    child.stdin.write('line\n');
    return ((await once(lines, 'line')) as [string])[0];
  };
  try {
    expect(await written()).toBe('written');
    expect(await refuseFileWrites(child.pid as number, true)).toBeUndefined();
    expect(await written()).toBe('EFBIG');
    expect(await refuseFileWrites(child.pid as number, false)).toBeUndefined();
    expect(await written()).toBe('written');
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

onLinux('a process that has ended is not an error', async () => {
  expect(await refuseFileWrites(2 ** 22 - 3, true)).toBeUndefined();
});
