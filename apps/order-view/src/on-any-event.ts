import { couponRedeemed, couponRefused, memberPointsEarned, orderPlaced, reviewInvited } from '#contracts';
import { batchReaction, type Reaction, type ReactionScope } from '#messaging';
import { toEntry, type OrderEvent } from './timeline.js';
import { insertEntries } from './timeline.table.js';

const record = (events: readonly OrderEvent[], { transaction }: Pick<ReactionScope, 'transaction'>): Promise<void> =>
  insertEntries(transaction, events.map(toEntry));

/** Every event about an order adds one line, in any order of arrival. */
export const timelineReactions: readonly Reaction[] = [
  batchReaction(orderPlaced, 'record', record),
  batchReaction(memberPointsEarned, 'record', record),
  batchReaction(couponRedeemed, 'record', record),
  batchReaction(couponRefused, 'record', record),
  batchReaction(reviewInvited, 'record', record),
];
