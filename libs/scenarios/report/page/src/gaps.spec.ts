import { alone, bridged } from './gaps.js';

test('a line goes on over one second without a value, and breaks over two', () => {
  expect(bridged([1, null, 3, null, null, 6], 6)).toEqual([1, undefined, 3, null, null, 6]);
});

test('a line neither begins nor ends in a gap, and a short one is filled up', () => {
  expect(bridged([null, 2, null], 5)).toEqual([null, 2, null, null, null]);
});

test('a value between gaps gets a dot, also at both ends', () => {
  expect(alone([1, null, 3, 4, null, 6])).toEqual([0, 5]);
});

test('a value next to a bridged second has a line', () => {
  expect(alone(bridged([1, null, 3], 3))).toEqual([]);
});
