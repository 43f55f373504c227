import { checker, OrderItem } from '#contracts';
import Type from 'typebox';

const check = checker(Type.Object({ items: Type.Array(OrderItem, { maxItems: 2 }) }, { additionalProperties: false }));
const item = { sku: 'americano', quantity: 1, priceWon: 4_500 };
const errorsOf = (value: unknown) => {
  const checked = check(value);
  return checked.ok ? [] : checked.errors;
};

test('a valid value is returned unchanged', () => {
  const value = { items: [item] };
  expect(check(value)).toEqual({ ok: true, value });
});

test.each<[string, unknown, string, RegExp]>([
  ['a missing field', {}, '/items', /is required/],
  ['an unknown field', { items: [], extra: 1 }, '/extra', /is not a known field/],
  ['an unknown field deep inside', { items: [{ ...item, colour: 'red' }] }, '/items/0/colour', /is not a known field/],
  ['a wrong type', { items: 'none' }, '/items', /must be array/],
  ['a negative quantity', { items: [{ ...item, quantity: -1 }] }, '/items/0/quantity', />= 1/],
  ['a fraction', { items: [{ ...item, quantity: 1.5 }] }, '/items/0/quantity', /integer/],
  ['a huge number', { items: [{ ...item, quantity: 1e300 }] }, '/items/0/quantity', /./],
  ['a control character', { items: [{ ...item, sku: 'a\u0000b' }] }, '/items/0/sku', /pattern/],
  ['too many items', { items: [item, item, item] }, '/items', /more than 2/],
  ['null', null, '', /must be object/],
])('%s is named', (_name, value, pointer, detail) => {
  expect(errorsOf(value)).toContainEqual({ pointer, detail: expect.stringMatching(detail) as string });
});

test('ten thousand wrong items do not produce ten thousand errors', () => {
  expect(errorsOf({ items: Array.from({ length: 10_000 }, () => 1) }).length).toBeLessThanOrEqual(20);
});
