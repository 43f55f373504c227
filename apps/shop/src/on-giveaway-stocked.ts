import { giveawayStocked } from '#contracts';
import { reaction } from '#messaging';
import { markStocked } from './giveaway.table.js';

/** The issuing server is prepared: from now on wishes are put on the queue. */
export const onGiveawayStocked = reaction(giveawayStocked, 'open-queue', ({ data }, { transaction }) =>
  markStocked(transaction, data.sku),
);
