import { couponRedeemed, couponRefused, memberPointsEarned, orderPlaced, reviewInvited, type Event } from '#contracts';
import { batchReaction, type Reaction, type ReactionScope } from '#messaging';
import { toEntry } from './timeline.js';
import { insertEntries } from './timeline.table.js';

const record = (events: readonly Event[], { transaction }: Pick<ReactionScope, 'transaction'>): Promise<void> =>
  insertEntries(transaction, events.map(toEntry));

/** Every event about an order adds one line; which arrives first makes no difference. */
export const timelineReactions: readonly Reaction[] = [
  batchReaction(orderPlaced, 'record', record as never),
  batchReaction(memberPointsEarned, 'record', record as never),
  batchReaction(couponRedeemed, 'record', record as never),
  batchReaction(couponRefused, 'record', record as never),
  batchReaction(reviewInvited, 'record', record as never),
];
