import { mkdirSync } from 'node:fs';
import { sentenceOfSystem } from './system-error.js';

const error = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

describe('an error of the system', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'])('is a sentence that names the file: %s', (code) => {
    expect(sentenceOfSystem(error(code, '/data/state.json'))).toContain('/data/state.json');
  });

  it('is a sentence for a path that is too long', () => {
    try {
      mkdirSync(`/tmp/${'x'.repeat(5_000)}`);
      throw new Error('such a folder could be created');
    } catch (refused) {
      expect(sentenceOfSystem(refused)).toContain('too long');
    }
  });

  it('is undefined for a bug of ours', () => {
    expect(sentenceOfSystem(error('ENOENT'))).toBeUndefined();
    expect(sentenceOfSystem(new TypeError('x'))).toBeUndefined();
    expect(sentenceOfSystem(undefined)).toBeUndefined();
  });
});
