import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { symbols } from 'pino';
import { createLog } from './log.js';

/** A file on a full disk. */
const full = '/dev/full';

test('lines are written at once, with the service and the name of the level', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventstage-log-'));
  const fd = openSync(join(folder, 'log'), 'w');
  createLog('order', 'info', fd).info({ port: 17_001 }, 'listening');
  const line = JSON.parse(readFileSync(join(folder, 'log'), 'utf8')) as object;
  expect(line).toMatchObject({ service: 'order', level: 'info', port: 17_001, msg: 'listening' });
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

(existsSync(full) ? test : test.skip)('a full disk ends no process, and buffered lines are bounded', () => {
  const fd = openSync(full, 'w');
  const log = createLog('order', 'info', fd);
  const output: unknown = Reflect.get(log, symbols.streamSym);
  if (!(output instanceof EventEmitter)) throw new Error('pino keeps its output elsewhere now');
  let dropped = 0;
  output.on('drop', () => dropped++);
  const long = 'x'.repeat(10_000);
  for (let line = 0; line < 200; line++) log.info(long);
  // About a hundred of them fit into a megabyte.
  expect(dropped).toBeGreaterThan(90);
  closeSync(fd);
});
