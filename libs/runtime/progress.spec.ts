import { duration } from './progress.js';

describe('a duration', () => {
  it.each([
    [0, '0.0 s'],
    [412, '0.4 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
  ])('of %i ms reads %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});
