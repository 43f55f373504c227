import { refusalOf } from './giveaway.js';

const giveaway = { sku: 'christmas', vouchers: 10, members: 20_000, providerLatencyMs: 0, vouchersPerSecond: 0 };
const wishOf = (memberId: string) => refusalOf({ memberId, sku: 'christmas' }, giveaway);

test.each(['member-0001', 'member-0042', 'member-9999', 'member-10000', 'member-20000'])(
  'given a give-away for 20,000 members, when %s requests a voucher, then the request is accepted',
  (memberId) => {
    expect(wishOf(memberId)).toBeUndefined();
  },
);

test.each([
  'member-0000',
  'member-20001',
  'member-1',
  'member-00001',
  'member-020000',
  'Member-0001',
  'guest',
  'member-1e3',
])('given the same, when %j requests a voucher, then the member is unknown: no member has two ids', (memberId) => {
  expect(wishOf(memberId)).toBe('unknown-member');
});

test('given a product without a give-away, when a member requests it, then it is refused as unknown', () => {
  expect(refusalOf({ memberId: 'member-0001', sku: 'easter' }, undefined)).toBe('unknown-product');
});
