import { fingerprint, toOrder, type OrderRequest } from './order.js';

const request: OrderRequest = {
  memberId: 'member-0001',
  items: [
    { sku: 'americano', quantity: 2, priceWon: 4_500 },
    { sku: 'cake', quantity: 1, priceWon: 7_000 },
  ],
};

describe('given a request of two Americanos and a cake', () => {
  test('when it becomes an order, then its total is the sum of quantity times price', () => {
    expect(toOrder(request, 'id', new Date(0))).toEqual({
      ...{ ...request, orderId: 'id', placedAt: new Date(0), totalWon: 16_000 },
    });
  });

  test('when it is repeated, then its fingerprint is the same, whatever the order of its fields', () => {
    const [first, second] = request.items;
    const again = {
      items: [{ priceWon: first!.priceWon, quantity: 2, sku: 'americano' }, second!],
      memberId: 'member-0001',
    };
    expect(fingerprint(again)).toBe(fingerprint(request));
  });

  test.each<[string, OrderRequest]>([
    ['another member', { ...request, memberId: 'member-0002' }],
    ['a coupon', { ...request, couponCode: 'WELCOME' }],
    ['one item less', { ...request, items: request.items.slice(1) }],
    ['items in another order', { ...request, items: request.items.toReversed() }],
  ])('when it is repeated with %s, then its fingerprint is different', (_name, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(request));
  });
});

describe('given the largest request that passes the checks', () => {
  test('when it becomes an order, then its total is exact', () => {
    const items = Array.from({ length: 100 }, () => ({ sku: 'x', quantity: 1_000, priceWon: 99_999_999 }));
    expect(toOrder({ ...request, items }, 'id', new Date(0)).totalWon).toBe(9_999_999_900_000);
  });
});
