import type { Random } from './seeded.js';

/** What POST /orders and POST /coupled/orders take. */
export interface OrderBody {
  memberId: string;
  items: { sku: string; quantity: number; priceWon: number }[];
  couponCode?: string;
}

/** Sku and price of every product. */
export const menu: readonly (readonly [sku: string, priceWon: number])[] = [
  ['americano', 4_500],
  ['cafe-latte', 5_000],
  ['vanilla-latte', 5_500],
  ['cold-brew', 5_300],
  ['green-tea-latte', 5_900],
  ['earl-grey', 4_800],
  ['croissant', 3_900],
  ['cheesecake', 6_500],
  ['ham-sandwich', 7_200],
  ['tumbler', 32_000],
];

const registeredMembers = 1_000;
const withWelcomeCoupon = 0.3;
/** Unknown codes: refused by the coupon service, which is a business answer and not a failure. */
const withUnknownCoupon = 0.03;

/** A typical order drawn from `random`: the same numbers give the same order. */
export function orderBody(random: Random): OrderBody {
  const member = 1 + Math.floor(random() * registeredMembers);
  const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const [sku, priceWon] = menu[Math.floor(random() * menu.length)] as (typeof menu)[number];
    return { sku, quantity: 1 + Math.floor(random() * 3), priceWon };
  });
  const body: OrderBody = { memberId: `member-${String(member).padStart(4, '0')}`, items };
  const draw = random();
  if (draw < withWelcomeCoupon) body.couponCode = 'WELCOME';
  else if (draw < withWelcomeCoupon + withUnknownCoupon) body.couponCode = 'FREE-LUNCH';
  return body;
}
