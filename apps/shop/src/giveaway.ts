import type { EventData, giveawayOpened } from '#contracts';

/** An open give-away: a number of vouchers of one sku, one per member, for members up to a certain number. */
export type Giveaway = Required<EventData<typeof giveawayOpened>>;

/** A give-away, and whether the issuing server has stocked it: before that, requests could not be decided. */
export interface KnownGiveaway extends Giveaway {
  stocked: boolean;
}

export interface GifticonWish {
  memberId: string;
  sku: string;
}

/** Why a request is refused right away. Whether it is sold out is decided later, by the issuing design. */
export type Refusal = 'unknown-product' | 'unknown-member';

/**
 * Checks that need no query, the same in both designs.
 * @param giveaway the one with the requested sku, if any
 */
export function refusalOf({ memberId }: GifticonWish, giveaway: Giveaway | undefined): Refusal | undefined {
  if (!giveaway) return 'unknown-product';
  const number = memberNumber(memberId);
  return number !== undefined && number >= 1 && number <= giveaway.members ? undefined : 'unknown-member';
}

/** 42 for member-0042; undefined for any other spelling, so that no member has two ids. */
function memberNumber(memberId: string): number | undefined {
  const number = Number(/^member-(\d{4,9})$/.exec(memberId)?.[1]);
  return memberId === memberName(number) ? number : undefined;
}

export const memberName = (number: number): string => `member-${String(number).padStart(4, '0')}`;
