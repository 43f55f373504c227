import fc from 'fast-check';
import { shrink } from './shrink.js';

test('only what makes it fail is left, however much is around it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(), { minLength: 3, maxLength: 40 }), fc.nat(), async (list, pick) => {
      const [first, second] = [list[pick % list.length], list[(pick * 7 + 1) % list.length]];
      const culprits = new Set([first, second]);
      const fails = async (fewer: readonly number[]) => [...culprits].every((one) => fewer.includes(one as number));
      const left = await shrink(list, fails);
      expect(new Set(left)).toEqual(culprits);
      // The remaining elements keep their order.
      expect(left).toEqual(list.filter((one) => culprits.has(one)));
    }),
  );
});

test('a list of which every element is needed is unchanged', async () => {
  const list = [1, 2, 3, 4, 5];
  let tried = 0;
  expect(await shrink(list, async (fewer) => (tried++, fewer.length === list.length))).toEqual(list);
  expect(tried).toBeLessThanOrEqual(2 + 4 + 5);
});
