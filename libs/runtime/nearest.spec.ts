import { nearest, oneOf } from './nearest.js';

describe('the nearest valid name', () => {
  it('is the one that takes the fewest keystrokes', () => {
    expect(nearest('revew', ['order', 'review', 'member'])).toBe('review');
  });

  it('is told when a name is not valid', () => {
    expect(() => oneOf('part', 'kafka1', ['order', 'kafka-1'])).toThrow(
      "There is no part 'kafka1'; the nearest is 'kafka-1' (known: order, kafka-1).",
    );
  });

  it('is not asked for when the name is valid', () => {
    expect(oneOf('part', 'order', ['order', 'kafka-1'])).toBe('order');
  });
});
