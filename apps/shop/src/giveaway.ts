import type { EventData, giveawayOpened } from '#contracts';

/** A give-away that is open: so many vouchers of one sku, one for each of the members with numbers up to so many. */
export type Giveaway = Required<EventData<typeof giveawayOpened>>;

/** A give-away and whether the issuing server knows of it: before, its queue would only gather what nobody can decide. */
export interface KnownGiveaway extends Giveaway {
  stocked: boolean;
}

export interface GifticonWish {
  memberId: string;
  sku: string;
}

/** Why a wish is not even taken. Being sold out is decided later, by whoever issues. */
export type Refusal = 'unknown-product' | 'unknown-member';

/**
 * What can be told without asking anyone, the same in both designs.
 * @param giveaway the one with the wish's sku, if there is one
 */
export function refusalOf({ memberId }: GifticonWish, giveaway: Giveaway | undefined): Refusal | undefined {
  if (!giveaway) return 'unknown-product';
  const number = memberNumber(memberId);
  return number !== undefined && number >= 1 && number <= giveaway.members ? undefined : 'unknown-member';
}

/** 42 for member-0042; undefined for any other spelling, so that nobody has two names. */
function memberNumber(memberId: string): number | undefined {
  const number = Number(/^member-(\d{4,9})$/.exec(memberId)?.[1]);
  return memberId === memberName(number) ? number : undefined;
}

export const memberName = (number: number): string => `member-${String(number).padStart(4, '0')}`;
