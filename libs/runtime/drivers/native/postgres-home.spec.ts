import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownOutside } from './postgres-home.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'eventstage-outside-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function project(name: string): string {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

describe('the folder outside of the project', () => {
  it('is the same at each start, and another for each project', async () => {
    const [one, other] = [project('one'), project('other')];
    const folder = await ownOutside(one, base);
    expect(await ownOutside(one, base)).toBe(folder);
    expect(await ownOutside(other, base)).not.toBe(folder);
  });

  it('follows a project that was moved, and is not given to a new one in its old place', async () => {
    const before = project('before');
    const folder = await ownOutside(before, base);
    renameSync(before, join(base, 'after'));
    expect(await ownOutside(join(base, 'after'), base)).toBe(folder);
    expect(await ownOutside(project('before'), base)).not.toBe(folder);
    expect(await ownOutside(join(base, 'after'), base)).toBe(folder);
  });

  it('is not used by a copy of the project', async () => {
    const original = project('original');
    const folder = await ownOutside(original, base);
    cpSync(original, join(base, 'copy'), { recursive: true });
    expect(await ownOutside(join(base, 'copy'), base)).not.toBe(folder);
    expect(await ownOutside(original, base)).toBe(folder);
  });
});
