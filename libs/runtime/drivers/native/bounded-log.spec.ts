import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundLog } from './bounded-log.js';

const folder = mkdtempSync(join(tmpdir(), 'bounded-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a missing or short log is left unchanged', () => {
  const log = join(folder, 'short.log');
  boundLog(log, 10);
  expect(existsSync(log)).toBe(false);
  const file = openSync(log, 'a');
  writeSync(file, '0123456789');
  boundLog(log, 10);
  closeSync(file);
  expect(readFileSync(log, 'utf8')).toBe('0123456789');
  expect(existsSync(`${log}.1`)).toBe(false);
});

test('a log that is too long is rotated while the part keeps writing, and one old file is kept', () => {
  const log = join(folder, 'order.log');
  const file = openSync(log, 'a');
  for (const round of ['first', 'second', 'third']) {
    writeSync(file, `${round} round\n`);
    boundLog(log, 5);
    expect(readFileSync(log, 'utf8')).toBe('');
    expect(readFileSync(`${log}.1`, 'utf8')).toBe(`${round} round\n`);
  }
  writeSync(file, 'now\n');
  closeSync(file);
  expect(readFileSync(log, 'utf8')).toBe('now\n');
});
