import { giveawayOpened } from '#contracts';
import { reaction } from '#messaging';
import { insertStock } from './gifticon.table.js';

/** From now on vouchers of this sku can be issued. */
export const onGiveawayOpened = reaction(giveawayOpened, 'take-stock', ({ data }, { transaction }) =>
  insertStock(transaction, {
    sku: data.sku,
    vouchers: data.vouchers,
    vouchersLeft: data.vouchers,
    providerLatencyMs: data.providerLatencyMs ?? 0,
  }),
);
