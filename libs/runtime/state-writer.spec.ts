import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, type StackState } from './state.js';
import { StateWriter } from './state-writer.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstage-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state: StackState = {
  ...{ version: 1, runtime: 'compose', phase: 'ready', startedAt: '', readyAt: null, portBase: 17_000 },
  ...{ supervisor: { pid: 1, startMark: '', control: null, token: '' }, dataFolders: {}, parts: [] },
};

describe('a state that cannot be written', () => {
  it('is reported once, and written as soon as the system allows it', () => {
    const said: string[] = [];
    const there = join(folder, 'there');
    // A name that no file system accepts simulates a full disk.
    symlinkSync('x'.repeat(300), there);
    const writer = new StateWriter(there, (line) => said.push(line));
    for (let time = 0; time < 3; time++) writer.write(state);
    expect(writer.isBehind).toBe(true);
    expect(said).toEqual([expect.stringContaining('is too long for this file system')]);
    unlinkSync(there);
    symlinkSync(folder, there);
    writer.write(state);
    expect(writer.isBehind).toBe(false);
    expect(readState(folder)).toEqual(state);
  });

  it('throws any other error', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => new StateWriter(file, () => {}).write(state)).toThrow('EEXIST');
  });
});
