import type { VoucherFigures } from '../ledger/vouchers.js';
import type { Measure } from './measure.js';

const source = 'the auditor, from the databases of the shop and the issuing server';

function count(name: string, describes: string, of: (figures: VoucherFigures) => number): Measure {
  return {
    ...{ name, describes, source, dimension: 'count', takes: {}, kind: 'vouchers' },
    read: ({ record }) => (record.own?.burst ? of(record.own.burst) : null),
  };
}

/** What became of a give-away, for loads that request vouchers. */
export const vouchers: readonly Measure[] = [
  count('members', 'members who pressed', ({ members }) => members),
  count('vouchers', 'vouchers in the give-away', (figures) => figures.vouchers),
  count('issued', 'vouchers that were issued', ({ issued }) => issued),
  count('issued.to-given-up', 'vouchers issued to members who had given up', ({ issuedToGivenUp }) => issuedToGivenUp),
  count('oversold', 'vouchers issued beyond the number available', ({ oversold }) => oversold),
  count('second-vouchers', 'vouchers beyond the first one per member', ({ secondVouchers }) => secondVouchers),
  count(
    'stray-vouchers',
    'vouchers taken from the stock that nobody received, or received without being taken from it',
    ({ strayVouchers }) => strayVouchers,
  ),
  count('told', 'accepted requests whose member can read the result', ({ told }) => told),
];
