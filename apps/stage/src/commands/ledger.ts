import { openLedger, type Account } from '#scenarios';
import type { Register } from '../context.js';
import { table } from '../table.js';

/** The account of every order ever accepted. Exits with 1 if any was lost or doubled. */
export const register: Register = (program, context) => {
  program
    .command('ledger')
    .description('account for every accepted order; exit 1 if any was lost or processed twice')
    .action(
      context.action(async () => {
        const ledger = await openLedger(await context.connect());
        try {
          const { account } = await ledger.audit();
          context.answer(account, () => accountText(account));
          return account.lost === 0 && account.doubled === 0 ? 0 : 1;
        } finally {
          await ledger.close();
        }
      }),
    );
};

function accountText(account: Account): string {
  const { accepted, completed, deadLettered, stillQueued, lost, doubled, lostOrders, doubledOrders } = account;
  return [
    table([
      ['accepted', String(accepted)],
      ['= completed', String(completed)],
      ['+ dead-lettered', String(deadLettered)],
      ['+ still queued', String(stillQueued)],
      ['+ lost', String(lost)],
      ['doubled', String(doubled)],
    ]),
    ...lostOrders.map((orderId) => `lost: ${orderId}`),
    ...doubledOrders.map((orderId) => `doubled: ${orderId}`),
  ].join('\n');
}
