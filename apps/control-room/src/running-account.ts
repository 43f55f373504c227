import type { OrderFate } from '#scenarios';

/** The ledger's figures on the boards; accepted = completed + dead-lettered + queued + lost. */
export type LedgerFigures = Record<'accepted' | 'completed' | 'dead-lettered' | 'queued' | 'lost' | 'doubled', number>;

/** How long an order is audited after it was completed: a second effect arrives late or never. */
const settledAfterMs = 60_000;

/**
 * The account of all orders, kept by auditing only those that may still change: a round every few seconds must not cost
 * more the longer the stack runs.
 */
export class RunningAccount {
  /** Completed for a while: only their number is kept. */
  private settled = 0;
  /** Orders to audit again, with the time they were completed. */
  private readonly watched = new Map<string, number | undefined>();
  private readonly doubled = new Set<string>();
  private listedBefore: ReadonlySet<string> = new Set();

  /**
   * Adds orders that were placed. Consecutive lists overlap, so that an order whose transaction committed late is not
   * missed; it counts once.
   */
  placed(orderIds: readonly string[]): void {
    for (const orderId of orderIds) if (!this.listedBefore.has(orderId)) this.watched.set(orderId, undefined);
    this.listedBefore = new Set(orderIds);
  }

  /** Orders whose fate is not settled. */
  open(): string[] {
    return [...this.watched.keys()];
  }

  /** Adds the fates of the open orders. Returns the totals, and the orders that were completed since. */
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

  /** Orders found doubled by a full scan, however long ago they were completed. */
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
