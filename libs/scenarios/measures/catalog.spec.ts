import { measures } from './catalog.js';

test('every measure has a name of its own, by which a sentence finds it', () => {
  const names = measures.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
