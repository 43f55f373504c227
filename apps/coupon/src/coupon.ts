/** A coupon as it is stored. */
export interface Coupon {
  code: string;
  discountWon: number;
  /** null: no limit. */
  usesLimit: number | null;
  uses: number;
}

export type Redemption =
  { outcome: 'redeemed'; discountWon: number } | { outcome: 'unknown' | 'used-up'; discountWon: 0 };

export const isLimited = ({ usesLimit }: Coupon): boolean => usesLimit !== null;

/**
 * Decides about the coupon of an order. A refusal is a normal result.
 * @param coupon undefined if the code does not exist
 * @param gotUse whether this order got one of its uses; ignored if the coupon has no limit
 */
export function decide(coupon: Coupon | undefined, gotUse: boolean): Redemption {
  if (!coupon) return { outcome: 'unknown', discountWon: 0 };
  if (isLimited(coupon) && !gotUse) return { outcome: 'used-up', discountWon: 0 };
  return { outcome: 'redeemed', discountWon: coupon.discountWon };
}
