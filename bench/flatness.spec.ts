import { courses } from './flatness.js';

const samples = (memoryMb: number[], cores: number[] = memoryMb.map(() => 0.1)) =>
  memoryMb.map((mb, at) => [{ part: 'order', cores: cores[at] ?? 0, memoryMb: mb }]);

test('a part that fills its heap at the beginning and then stays constant is flat', () => {
  const [order] = courses(samples([80, 90, 110, 120, 121, 122, 121, 120, 122, 121, 120, 122]));
  expect(order).toEqual({
    ...{ part: 'order', memoryMb: [80, 121, 120], liveMb: null },
    ...{ cores: [0.1, 0.1, 0.1], flat: true },
  });
});

test('a part that keeps growing in the second half is not', () => {
  expect(courses(samples([100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120, 122]))[0]?.flat).toBe(false);
});

test('garbage that awaits the next collection is no growth', () => {
  const sawtooth = [100, 160, 100, 160, 100, 160, 100, 160, 100, 160, 100, 190];
  expect(courses(samples(sawtooth))[0]?.flat).toBe(true);
});

test('a part that uses more and more CPU is not flat, however little memory it uses', () => {
  const cores = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.12, 0.12, 0.14, 0.16, 0.18, 0.2];
  expect(courses(samples(Array<number>(12).fill(100), cores))[0]?.flat).toBe(false);
});

test('a part that reports its live heap is judged by that, and not by its memory', () => {
  const grown = samples([100, 110, 120, 130, 140, 150]);
  const telling = (liveMb: number[]) => grown.map((costs, at) => costs.map((one) => ({ ...one, liveMb: liveMb[at]! })));
  expect(courses(telling([50, 51, 50, 52, 50, 51]))[0]).toMatchObject({ liveMb: [50, 50, 51], flat: true });
  expect(courses(telling([50, 55, 60, 65, 70, 75]))[0]?.flat).toBe(false);
});

test('fewer samples than sixths cannot be judged', () => {
  expect(() => courses(samples([1, 2, 3]))).toThrow('3 samples are too few');
});
