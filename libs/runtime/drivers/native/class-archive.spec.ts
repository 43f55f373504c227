import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classArchive } from './class-archive.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstage-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const given = (isFirst = true) => classArchive(folder, isFirst, join(folder, 'data')).flags.join(' ');

function leave(text: string): void {
  const { keep } = classArchive(folder, true, folder);
  writeFileSync(join(folder, 'kafka.jsa.new'), text);
  keep?.();
}

describe('the class archive', () => {
  it('is written by the first broker on a regular exit, and used by all from then on', () => {
    expect(given()).toContain('-XX:ArchiveClassesAtExit=../kafka.jsa.new');
    expect(given(false)).toBe('');
    leave('classes');
    expect(given()).toContain('-XX:SharedArchiveFile=../kafka-7.jsa');
    expect(given(false)).toContain('-XX:SharedArchiveFile=../kafka-7.jsa');
  });

  it('is not used if truncated, and is written again', () => {
    leave('classes');
    truncateSync(join(folder, 'kafka-7.jsa'), 3);
    expect(given()).toContain('-XX:ArchiveClassesAtExit=');
    expect(given(false)).toBe('');
    leave('more classes');
    expect(readdirSync(folder)).toEqual(['kafka-12.jsa']);
  });

  it('is not kept if Java wrote nothing', () => {
    leave('');
    expect(given()).toContain('-XX:ArchiveClassesAtExit=');
  });

  it('needs no folder', () => {
    expect(classArchive(join(folder, 'none'), false, folder)).toEqual({ flags: [] });
  });
});
