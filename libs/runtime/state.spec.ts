import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotPossible } from './not-possible.js';
import { readState, stateFile, writeState, type StackState } from './state.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eventstage's state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state: StackState = {
  ...{ version: 1, runtime: 'native', phase: 'ready', startedAt: '', readyAt: null, portBase: 17_000 },
  ...{ supervisor: { pid: 1, startMark: '', control: null, token: '' }, dataFolders: {}, parts: [] },
};

describe('the state of a stack', () => {
  it('is read back unchanged', () => {
    writeState(folder, state);
    expect(readState(folder)).toEqual(state);
  });

  it.each(['', '{"version":1,"parts":[', 'null', '[]', '7', '{}'])('counts as none when its file holds %p', (text) => {
    writeFileSync(stateFile(folder), text);
    expect(readState(folder)).toBeUndefined();
  });

  it.each(['{"version":2,"parts":[]}', '{"version":1}', '{"version":1,"parts":[],"supervisor":null}'])(
    'of another version, %s, is rejected with the command that removes it',
    (text) => {
      writeFileSync(stateFile(folder), text);
      expect(() => readState(folder)).toThrow(NotPossible);
      expect(() => readState(folder)).toThrow(`rm '${stateFile(folder).replace("'", "'\\''")}'`);
    },
  );
});
