import { measures } from './catalog.js';

test('every measure has a unique name, by which a sentence finds it', () => {
  const names = measures.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
