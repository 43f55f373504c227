import { gifticonIssued, gifticonRefused, gifticonSoldOut } from '#contracts';
import { batchReaction } from '#messaging';
import { insertResults } from './result.table.js';

/** The issuing server has decided: stored here, so that members get the result without calling it. */
export const onGifticonIssued = batchReaction(gifticonIssued, 'tell-issued', (events, { transaction }) =>
  insertResults(
    transaction,
    events.map(({ data }) => ({ ...data, outcome: 'issued' })),
  ),
);

export const onGifticonSoldOut = batchReaction(gifticonSoldOut, 'tell-sold-out', (events, { transaction }) =>
  insertResults(
    transaction,
    events.map(({ data }) => ({ ...data, outcome: 'sold-out', voucherCode: null })),
  ),
);

export const onGifticonRefused = batchReaction(gifticonRefused, 'tell-refused', (events, { transaction }) =>
  insertResults(
    transaction,
    events.map(({ data }) => ({ ...data, outcome: data.reason })),
  ),
);
