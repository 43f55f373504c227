import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, writeWhole } from './whole-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstage-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of ours', () => {
  it('is replaced as a whole, in folders created for it', () => {
    const file = join(folder, 'a', 'b.json');
    writeWhole(file, '{"a":1}');
    writeWhole(file, '{"a":2}');
    expect(readJson(file)).toEqual({ value: { a: 2 } });
    expect(readdirSync(join(folder, 'a'))).toEqual(['b.json']);
  });

  it('is unchanged if it cannot be replaced, and no temporary file is left', () => {
    const file = join(folder, 'b');
    mkdirSync(join(file, 'in-the-way'), { recursive: true });
    expect(() => writeWhole(file, 'text')).toThrow(expect.objectContaining({ path: file }) as Error);
    expect(readdirSync(folder)).toEqual(['b']);
  });

  it.each([
    ['empty', ''],
    ['cut off', '{"version":1,"par'],
    ['full of zeros, as some file systems leave it', '\0\0\0\0'],
  ])('that is %s is damaged', (_, text) => {
    writeFileSync(join(folder, 'c'), text);
    expect(readJson(join(folder, 'c'))).toBe('damaged');
  });

  it('that does not exist is undefined', () => {
    expect(readJson(join(folder, 'd'))).toBeUndefined();
  });
});
