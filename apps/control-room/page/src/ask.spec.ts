import { gridOf } from './ask.js';
import { chosenBy, fillIn, rangeSeconds } from './board-json.js';

const board = {
  uid: 'eventstage-kafka-en',
  time: { from: 'now-5m', to: 'now' },
  templating: { list: [{ name: 'group', label: 'Group', options: [], current: { value: 'review' } }] },
};

describe('a board as it is asked for', () => {
  it('covers the time the board says, in whole seconds', () => {
    expect(rangeSeconds(board)).toBe(300);
    expect(gridOf(300, 1_000.7)).toEqual({ start: 700, end: 1_000, step: 1 });
  });

  it('takes bigger steps for longer times, on the same grid each time', () => {
    expect(gridOf(3_600, 7_203)).toEqual({ start: 3_600, end: 7_200, step: 6 });
    expect(gridOf(3_600, 7_205)).toEqual({ start: 3_600, end: 7_200, step: 6 });
  });

  it('puts what was chosen, or else the first choice of the board, in the place of $group', () => {
    expect(fillIn('x{a="$group"}', chosenBy(board, {}))).toBe('x{a="review"}');
    expect(fillIn('$group: waiting, $5', chosenBy(board, { group: 'member' }))).toBe('member: waiting, $5');
  });
});
