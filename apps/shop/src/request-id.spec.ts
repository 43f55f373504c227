import { validate } from 'uuid';
import { isRequestId, requestIdOf } from './request-id.js';

const wish = { memberId: 'member-0001', sku: 'christmas' };

test('the same request has the same id', () => {
  expect(requestIdOf(wish, 'press-1')).toBe(requestIdOf(wish, 'press-1'));
});

test('another key, member or sku is another request', () => {
  const ids = [
    requestIdOf(wish, 'press-1'),
    requestIdOf(wish, 'press-2'),
    requestIdOf({ ...wish, memberId: 'member-0002' }, 'press-1'),
    requestIdOf({ ...wish, sku: 'easter' }, 'press-1'),
  ];
  expect(new Set(ids).size).toBe(4);
});

test('without a key every request is new', () => {
  expect(requestIdOf(wish, undefined)).not.toBe(requestIdOf(wish, undefined));
});

test('an id is a UUID, and is recognised', () => {
  for (let n = 0; n < 1_000; n++) {
    const id = requestIdOf(wish, String(n));
    expect(validate(id) && isRequestId(id)).toBe(true);
  }
});

test.each([
  '',
  'x',
  'c56a4180-65aa-42ec-a945-5fd21dec0538',
  '../../etc/passwd',
  `${'0'.repeat(8)}-0000-8000-8000-${'0'.repeat(12)}`,
])('"%s" is not an id of ours', (text) => {
  expect(isRequestId(text)).toBe(false);
});

test('an id with one wrong digit is not ours', () => {
  const id = requestIdOf(wish, 'press-1');
  expect(isRequestId((id[0] === 'a' ? 'b' : 'a') + id.slice(1))).toBe(false);
});
