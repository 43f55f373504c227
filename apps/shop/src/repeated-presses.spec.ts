import { RepeatedPresses } from './repeated-presses.js';

test('a repeated request, during or after the first, is handled once and gets the same response', async () => {
  const presses = new RepeatedPresses<number>();
  const first = Promise.withResolvers<number>();
  let times = 0;
  const handle = () => {
    times += 1;
    return first.promise;
  };
  const answers = [presses.share('a', handle), presses.share('a', handle)];
  first.resolve(7);
  expect(await Promise.all([...answers, presses.share('a', handle)])).toEqual([7, 7, 7]);
  expect(times).toBe(1);
});

test('a failed one is retried', async () => {
  const presses = new RepeatedPresses<string>();
  await expect(presses.share('a', async () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  expect(await presses.share('a', async () => 'taken')).toBe('taken');
});

test('different requests are kept apart, and between 10,000 and 20,000 are remembered', async () => {
  const presses = new RepeatedPresses<number>();
  let handled = 0;
  const press = (id: number) => presses.share(String(id), async () => ++handled);
  for (let id = 1; id <= 20_001; id++) await press(id);
  expect(handled).toBe(20_001);
  expect(await press(10_001)).toBe(10_001);
  expect(handled).toBe(20_001);
  expect(await press(10_000)).toBe(20_002);
});
