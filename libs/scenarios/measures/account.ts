import type { Account } from '../ledger/account.js';
import type { Measure } from './measure.js';

const source = 'the auditor, from the databases and topics of the services';

function count(name: string, describes: string, of: (account: Account) => number): Measure {
  return {
    ...{ name, describes, source, dimension: 'count', takes: {} },
    // If nothing was accepted, nothing can be lost: that proves nothing.
    read: ({ record: { account } }) => (account.accepted === 0 ? null : of(account)),
  };
}

/** What became of accepted requests: completed + dead-lettered + queued + lost. */
export const account: readonly Measure[] = [
  count('lost', 'accepted requests that can no longer complete', ({ lost }) => lost),
  count('doubled', 'accepted requests with a duplicate effect', ({ doubled }) => doubled),
  count('dead-lettered', 'accepted requests that a group gave up on', ({ deadLettered }) => deadLettered),
  count('queued', 'accepted requests still waiting at the end', ({ stillQueued }) => stillQueued),
];
