import { format } from './units.js';

describe('format', () => {
  it.each([
    [0, 's', '0 s'],
    [0.00042, 's', '420 µs'],
    [0.0123, 's', '12.3 ms'],
    [7.5, 's', '7.5 s'],
    [150, 's', '2.5 min'],
    [0.034, 'percentunit', '3.4 %'],
    [1, 'percentunit', '100 %'],
    [104_857_600, 'bytes', '100 MiB'],
    [0, 'bytes', '0 B'],
    [1_234, 'short', '1234'],
    [12_345, 'short', '12.3 K'],
    [2_500_000, 'short', '2.5 M'],
    [1_234_567, 'none', '1234567'],
    [29.966, 'reqps', '30/s'],
    [-0.001, 'short', '0'],
  ])('writes %d in %s as %s', (value, unit, text) => {
    expect(format(value, unit)).toBe(text);
  });

  it('keeps to the decimals that were asked for', () => {
    expect(format(12.345, 's', 0)).toBe('12 s');
    expect(format(0.4, 's', 0)).toBe('0 s');
    expect(format(3, 'none', 0)).toBe('3');
  });
});
