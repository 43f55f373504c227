import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { openLedgerAt, type Ledger, type OrderFate } from '#scenarios';
import type { Service } from '#service';
import { metrics, type Log } from '#telemetry';
import { RunningAccount, type LedgerFigures } from './running-account.js';

const everyMs = 3_000;
/**
 * Orders placed before the last round may only become visible after it: their transaction was still open, or the clocks
 * differ.
 */
const overlapMs = 20_000;
const doubledEveryMs = 60_000;

const outcomes = ['accepted', 'completed', 'dead-lettered', 'queued', 'lost', 'doubled'] as const;

/** The part of a ledger that is used here. */
export interface WatchedLedger extends Pick<Ledger, 'placedIds' | 'doubledIds' | 'traceIdOf' | 'close'> {
  audit(accepted: readonly { orderId: string }[]): Promise<{ fates: OrderFate[] }>;
}

/** Exports the figures of the ledger for the boards: every few seconds, with the same auditor as the scenarios. */
export class LedgerWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly account = new RunningAccount();
  private readonly completion = metrics.orderCompletion.bind({});
  private lookedAt = 0;
  private doubledLookedAt = 0;
  private counting = true;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly ledger: WatchedLedger,
    private readonly log: Pick<Log, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {}

  static of({ config, log }: Service): LedgerWatch {
    const template = config.setting('AUDITOR_DATABASE_URL', '');
    const databaseUrl = (database: string): string => template.replace('{database}', database);
    return new LedgerWatch(openLedgerAt({ databaseUrl, brokers: config.kafkaBrokers }), log);
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.counting = false;
    clearTimeout(this.timer);
    await this.looking;
    await this.ledger.close();
  }

  /** One round. @throws what the databases or brokers throw; the account remains valid for the next round */
  async look(): Promise<{ figures: LedgerFigures; completed: OrderFate[] }> {
    const now = this.now();
    const first = this.lookedAt === 0;
    this.account.placed(await this.ledger.placedIds(Math.max(0, this.lookedAt - overlapMs)));
    this.lookedAt = now;
    if (now - this.doubledLookedAt >= doubledEveryMs) {
      this.account.foundDoubled(await this.ledger.doubledIds());
      this.doubledLookedAt = now;
    }
    const { fates } = await this.ledger.audit(this.account.open().map((orderId) => ({ orderId })));
    const { figures, completed } = this.account.judged(fates, now);
    // The first round finds all orders ever placed; their completion times belong to another day.
    return { figures, completed: first ? [] : completed };
  }

  private schedule(inMs: number): void {
    this.timer = setTimeout(() => {
      this.looking = this.show();
    }, inMs);
  }

  private async show(): Promise<void> {
    try {
      const { figures, completed } = await this.look();
      for (const outcome of outcomes) metrics.ledgerOrders.set({ outcome }, figures[outcome]);
      await this.showCompletion(completed);
    } catch (error) {
      // Unknown values are not exported; the boards say "counting" until they are known again.
      metrics.ledgerOrders.clear();
      this.log.warn({ err: error }, 'the ledger could not be read; retrying');
    }
    if (this.counting) this.schedule(everyMs);
  }

  /** The exemplar links to the trace of the slowest order. */
  private async showCompletion(completed: readonly OrderFate[]): Promise<void> {
    const slowest = [...completed].sort((a, b) => (b.completionMs ?? 0) - (a.completionMs ?? 0))[0];
    const traceId = slowest && (await this.ledger.traceIdOf(slowest.orderId));
    for (const fate of completed) {
      if (fate.completionMs === null) continue;
      this.completion.observe(fate.completionMs / 1_000, fate === slowest ? (traceId ?? undefined) : undefined);
    }
  }
}
