import type { OrderFate } from '#scenarios';
import { LedgerWatch, type WatchedLedger } from './ledger-watch.js';

/** An in-memory ledger: orders with the time they were placed, and those that are completed. */
class Books implements WatchedLedger {
  readonly orders = new Map<string, number>();
  readonly completed = new Map<string, number>();
  audited = 0;

  placedIds = async (sinceMs: number) => [...this.orders].filter(([, at]) => at >= sinceMs).map(([orderId]) => orderId);
  doubledIds = async () => [];
  traceIdOf = async () => null;
  close = async () => {};
  audit: WatchedLedger['audit'] = async (accepted) => {
    this.audited = accepted.length;
    const fates = accepted.map(({ orderId }): OrderFate => {
      const completedAt = this.completed.get(orderId) ?? null;
      const fate = completedAt === null ? 'queued' : 'completed';
      return { orderId, fate, doubled: false, missing: [], completedAt, completionMs: null };
    });
    return { fates };
  };
}

const log = { warn: () => {} };

describe('LedgerWatch', () => {
  it('counts every order once over many rounds, and only audits unsettled ones', async () => {
    const books = new Books();
    let now = 1_000_000;
    const watch = new LedgerWatch(books, log, () => now);
    for (let look = 0; look < 60; look++, now += 3_000) {
      books.orders.set(`order-${look}`, now);
      if (look > 0) books.completed.set(`order-${look - 1}`, now);
      expect((await watch.look()).figures).toMatchObject({ accepted: look + 1, completed: look, queued: 1, lost: 0 });
    }
    expect(books.audited).toBeLessThan(25);
  });

  it('does not miss an order whose transaction committed after the round that should have seen it', async () => {
    const books = new Books();
    let now = 1_000_000;
    const watch = new LedgerWatch(books, log, () => now);
    await watch.look();
    books.orders.set('late', now - 5_000);
    now += 3_000;
    expect((await watch.look()).figures.accepted).toBe(1);
  });
});
