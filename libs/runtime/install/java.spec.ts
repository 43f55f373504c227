import { javaMajor } from './java.js';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['spawn java ENOENT', undefined],
  ])('in %s is %s', (said, major) => {
    expect(javaMajor(said)).toBe(major);
  });
});
