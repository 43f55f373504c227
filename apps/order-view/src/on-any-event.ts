import { couponRedeemed, couponRefused, memberPointsEarned, orderPlaced, reviewInvited, type Event } from '#contracts';
import { reaction, type Reaction, type ReactionScope } from '#messaging';
import { toEntry } from './timeline.js';
import { insertEntry } from './timeline.table.js';

const record = (event: Event, { transaction }: ReactionScope): Promise<void> =>
  insertEntry(transaction, toEntry(event));

/** Every event about an order adds one line; which arrives first makes no difference. */
export const timelineReactions: readonly Reaction[] = [
  reaction(orderPlaced, 'record', record as never),
  reaction(memberPointsEarned, 'record', record as never),
  reaction(couponRedeemed, 'record', record as never),
  reaction(couponRefused, 'record', record as never),
  reaction(reviewInvited, 'record', record as never),
];
