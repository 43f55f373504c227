import { gifticonRequested } from '#contracts';
import { batchReaction } from '#messaging';
import { issueVouchers } from './issue-vouchers.js';

/** Decides all waiting requests together: one transaction and a handful of statements for all of them. */
export const onGifticonRequested = batchReaction(gifticonRequested, 'issue-vouchers', (events, scope) =>
  issueVouchers(
    events.map(({ data, publish }) => ({ ...data, publish })),
    scope.transaction,
  ),
);
