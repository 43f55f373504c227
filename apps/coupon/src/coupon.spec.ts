import { decide, type Coupon } from './coupon.js';

const unlimited: Coupon = { code: 'WELCOME', discountWon: 3_000, usesLimit: null, uses: 0 };
const limited: Coupon = { code: 'FIRST100', discountWon: 5_000, usesLimit: 100, uses: 99 };

describe('given a coupon without a limit', () => {
  test('when an order has it, then it is redeemed', () => {
    expect(decide(unlimited, false)).toEqual({ outcome: 'redeemed', discountWon: 3_000 });
  });
});

describe('given a coupon with a limit', () => {
  test('when an order gets one of its uses, then it is redeemed', () => {
    expect(decide(limited, true)).toEqual({ outcome: 'redeemed', discountWon: 5_000 });
  });

  test('when an order is too late for one, then it is refused as used up', () => {
    expect(decide(limited, false)).toEqual({ outcome: 'used-up', discountWon: 0 });
  });
});

describe('given an unknown code', () => {
  test('when an order has it, then it is refused as unknown', () => {
    expect(decide(undefined, false)).toEqual({ outcome: 'unknown', discountWon: 0 });
  });
});
