import { inTurns, median, ratioOf, reached } from './benchmark.js';

test('the median of an even number of figures is the middle of the two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});

test('a target applies to the ratio if there is a baseline, and to the figure if there is none', () => {
  const faster = { what: 'a', figure: 60, unit: '/s', baseline: { what: 'b', figure: 100 } };
  expect(ratioOf(faster)).toBe(0.6);
  expect(reached({ ...faster, bar: { atLeast: 0.6 } })).toBe(true);
  expect(reached({ ...faster, bar: { atLeast: 0.61 } })).toBe(false);
  expect(reached({ what: 'start', figure: 26, unit: 's', bar: { atMost: 25 } })).toBe(false);
  expect(reached(faster)).toBeNull();
});

test('sides take turns', async () => {
  const order: string[] = [];
  const side = (what: string, figures: number[]) => ({
    what,
    measure: async () => (order.push(what), figures.shift() ?? 0),
  });
  const context = { rounds: 3, progress: () => {} };
  expect(await inTurns(context, [side('a', [1, 9, 2]), side('b', [5, 5, 5])])).toEqual([2, 5]);
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
});
