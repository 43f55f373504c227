import { nearest, oneOf } from './nearest.js';

describe('the nearest valid name', () => {
  it('is the one that takes the fewest keystrokes', () => {
    expect(nearest('revew', ['order', 'review', 'member'])).toBe('review');
  });

  it('is suggested for an invalid name', () => {
    expect(() => oneOf('part', 'kafka1', ['order', 'kafka-1'])).toThrow(
      "There is no part 'kafka1'; the nearest is 'kafka-1' (known: order, kafka-1).",
    );
  });

  it('is not needed for a valid name', () => {
    expect(oneOf('part', 'order', ['order', 'kafka-1'])).toBe('order');
  });
});
