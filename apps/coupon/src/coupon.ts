/** A coupon as it is kept. */
export interface Coupon {
  code: string;
  discountWon: number;
  /** null: as often as anyone likes. */
  usesLimit: number | null;
  uses: number;
}

export type Redemption =
  { outcome: 'redeemed'; discountWon: number } | { outcome: 'unknown' | 'used-up'; discountWon: 0 };

export const isLimited = ({ usesLimit }: Coupon): boolean => usesLimit !== null;

/**
 * Decides about the coupon of an order. A refusal is an answer like any other.
 * @param coupon undefined when nobody issued the code
 * @param gotUse whether one of its uses was taken for this order; asked of limited coupons only
 */
export function decide(coupon: Coupon | undefined, gotUse: boolean): Redemption {
  if (!coupon) return { outcome: 'unknown', discountWon: 0 };
  if (isLimited(coupon) && !gotUse) return { outcome: 'used-up', discountWon: 0 };
  return { outcome: 'redeemed', discountWon: coupon.discountWon };
}
