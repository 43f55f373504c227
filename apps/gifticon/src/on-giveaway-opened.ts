import { giveawayOpened, giveawayStocked } from '#contracts';
import { reaction } from '#messaging';
import { insertStock } from './gifticon.table.js';

/** Stocks the vouchers and publishes that: from now on requests for this sku can be decided. */
export const onGiveawayOpened = reaction(giveawayOpened, 'take-stock', async ({ data }, { transaction, publish }) => {
  const { sku, vouchers, providerLatencyMs = 0, vouchersPerSecond = 0 } = data;
  await insertStock(transaction, { sku, vouchers, providerLatencyMs, vouchersPerSecond });
  publish(giveawayStocked, { sku, vouchers });
});
