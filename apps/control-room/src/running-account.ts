import type { OrderFate } from '#scenarios';

/** What the boards show of the ledger; accepted = completed + dead-lettered + queued + lost. */
export type LedgerFigures = Record<'accepted' | 'completed' | 'dead-lettered' | 'queued' | 'lost' | 'doubled', number>;

/** An order is looked at for this long after it was completed: a second effect comes late or never. */
const settledAfterMs = 60_000;

/**
 * The account of all orders, kept by looking only at those whose story may still change: a look every few seconds must
 * not cost more the longer the stack runs.
 */
export class RunningAccount {
  /** Completed for a while: only their number is kept. */
  private settled = 0;
  /** Orders that are looked at again, with the time they were completed. */
  private readonly watched = new Map<string, number | undefined>();
  private readonly doubled = new Set<string>();
  private listedBefore: ReadonlySet<string> = new Set();

  /**
   * Takes in orders that were placed. Lists of one look and the next overlap, so that an order whose transaction ended
   * late is not missed; it counts once.
   */
  placed(orderIds: readonly string[]): void {
    for (const orderId of orderIds) if (!this.listedBefore.has(orderId)) this.watched.set(orderId, undefined);
    this.listedBefore = new Set(orderIds);
  }

  /** Orders whose fate has to be found out now. */
  open(): string[] {
    return [...this.watched.keys()];
  }

  /** Takes in what became of the open orders. Says where everything stands, and which orders were completed since. */
  judged(fates: readonly OrderFate[], nowMs: number): { figures: LedgerFigures; completed: OrderFate[] } {
    const completed = fates.filter(
      ({ orderId, fate }) => fate === 'completed' && this.watched.get(orderId) === undefined,
    );
    const counts = { completed: 0, 'dead-lettered': 0, queued: 0, lost: 0 };
    for (const { orderId, fate, doubled, completedAt } of fates) {
      counts[fate]++;
      if (doubled) this.doubled.add(orderId);
      if (completedAt !== null) this.watched.set(orderId, completedAt);
    }
    const figures = {
      ...counts,
      completed: counts.completed + this.settled,
      accepted: this.settled + fates.length,
      doubled: this.doubled.size,
    };
    this.settle(nowMs);
    return { figures, completed };
  }

  /** Orders found doubled by a look at everything, however long ago they were completed. */
  foundDoubled(orderIds: readonly string[]): void {
    for (const orderId of orderIds) this.doubled.add(orderId);
  }

  private settle(nowMs: number): void {
    for (const [orderId, completedAt] of this.watched) {
      if (completedAt === undefined || nowMs - completedAt < settledAfterMs) continue;
      this.watched.delete(orderId);
      this.settled++;
    }
  }
}
