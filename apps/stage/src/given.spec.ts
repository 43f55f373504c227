import { givenCount, givenDuration, givenParameters, givenRate, givenSeed } from './given.js';

describe('a duration on the command line', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['24h', 86_400_000],
  ])('takes %s', (text, ms) => expect(givenDuration(text)).toBe(ms));

  it.each(['', '30', 's', '0s', '-5s', '25h', '1e3s', '3 0s', 'NaNs', '30sec'])('refuses %p', (text) =>
    expect(() => givenDuration(text)).toThrow(/30s/),
  );
});

describe('a rate on the command line', () => {
  it.each([
    ['1', 1],
    ['0.5', 0.5],
    ['5000', 5_000],
  ])('takes %s', (text, rate) => expect(givenRate(text)).toBe(rate));

  it.each(['', '0', '-1', '5001', 'ten', '1e2', '0x10', 'Infinity'])('refuses %p', (text) =>
    expect(() => givenRate(text)).toThrow(/per second/),
  );
});

describe('a seed on the command line', () => {
  it('is a whole number', () => {
    expect(givenSeed('0')).toBe(0);
    expect(givenSeed('2147483647')).toBe(2_147_483_647);
    for (const text of ['', '-1', '1.5', '2147483648', 'x']) expect(() => givenSeed(text)).toThrow(/whole number/);
  });
});

test('a count is a whole number, and may be 0', () => {
  expect(['0', '500', '1000000'].map(givenCount)).toEqual([0, 500, 1_000_000]);
  for (const text of ['', '-1', '1.5', '1000001', 'max']) expect(() => givenCount(text)).toThrow(/whole number/);
});

test('parameters are names and values, any number of them', () => {
  expect(givenParameters(['by=2s', 'share=100%'])).toEqual({ by: '2s', share: '100%' });
  expect(givenParameters()).toEqual({});
  for (const text of ['', 'by', '=2s', 'by=']) expect(() => givenParameters([text])).toThrow('name=value');
});
