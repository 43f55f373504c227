import { giveawayStocked } from '#contracts';
import { reaction } from '#messaging';
import { markStocked } from './giveaway.table.js';

/** The issuing server is stocked: from now on requests are queued. */
export const onGiveawayStocked = reaction(giveawayStocked, 'open-queue', ({ data }, { transaction }) =>
  markStocked(transaction, data.sku),
);
