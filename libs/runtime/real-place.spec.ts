import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPlace } from './real-place.js';

it('the real path of a missing file follows the links of its folder', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eventstage-place-')));
  try {
    mkdirSync(join(folder, 'big disk', 'data'), { recursive: true });
    symlinkSync(join(folder, 'big disk', 'data'), join(folder, 'link'));
    expect(realPlace(join(folder, 'link', 'kafka', 'kafka-1'))).toBe(join(folder, 'big disk/data/kafka/kafka-1'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
