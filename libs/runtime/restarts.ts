/**
 * Exponential backoff: a part that crashes once is back immediately; one that keeps crashing costs the machine little.
 */
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** After this time without a crash the backoff is reset. */
const wellAfterMs = 60_000;

/** The delay before a restart: doubles with each crash, up to half a minute. */
export function nextPauseMs(previousPauseMs: number | null, ranForMs: number): number {
  if (previousPauseMs === null || ranForMs >= wellAfterMs) return firstPauseMs;
  return Math.min(previousPauseMs * 2, longestPauseMs);
}

export interface RestartsOptions {
  /** Whether the part must stay down, because of a fault or because the stack is stopping. Called when it dies and before it is restarted. */
  readonly isHeld: (part: string) => boolean;
  /**
   * Called before it is restarted, for runtimes on which other commands control parts directly: whether it is still as it died. An error
   * counts as a failed start.
   */
  readonly isAsItDied?: (part: string) => Promise<boolean>;
  /** Resolves once it is healthy; gives up when `signal` is aborted. */
  readonly start: (part: string, signal: AbortSignal) => Promise<void>;
  /** Called after each change. */
  readonly changed: () => void;
  /**
   * Called after a failed start, because `died` is not called if there never was a process (a full disk): whether the part is down and must
   * be retried.
   */
  readonly isDown?: (part: string) => boolean;
  /** Called after a failed start. */
  readonly failed: (part: string, error: unknown) => void;
}

interface Record {
  pauseMs: number;
  startsAgainAt: Date | null;
  timer?: NodeJS.Timeout;
  starting?: AbortController;
}

/** Restarts crashed parts with exponential backoff, and counts restarts. */
export class Restarts {
  private readonly records = new Map<string, Record>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly options: RestartsOptions) {}

  /**
   * @param ranForMs how long the part had been healthy before it died; 0 if it never was
   * @returns the delay until its restart; undefined if it must stay down
   */
  died(part: string, ranForMs: number): number | undefined {
    if (this.options.isHeld(part)) return undefined;
    const before = this.records.get(part);
    clearTimeout(before?.timer);
    const pauseMs = nextPauseMs(before?.pauseMs ?? null, ranForMs);
    const timer = setTimeout(() => void this.restart(part), pauseMs);
    this.records.set(part, { pauseMs, startsAgainAt: new Date(Date.now() + pauseMs), timer });
    this.options.changed();
    return pauseMs;
  }

  /** Another command controls this part now: cancels a pending restart. */
  forget(part: string): void {
    const record = this.records.get(part);
    clearTimeout(record?.timer);
    record?.starting?.abort(new Error(`${part} is controlled by another command`));
    this.records.delete(part);
  }

  count = (part: string): number => this.counts.get(part) ?? 0;

  /** ISO 8601, UTC; null if no restart is pending. */
  startsAgainAt = (part: string): string | null => this.records.get(part)?.startsAgainAt?.toISOString() ?? null;

  close(): void {
    for (const part of this.records.keys()) this.forget(part);
  }

  private async restart(part: string): Promise<void> {
    const record = this.records.get(part);
    if (!record) return;
    record.startsAgainAt = null;
    // A fault may have taken it down during the delay.
    if (this.options.isHeld(part)) return this.options.changed();
    record.starting = new AbortController();
    const { signal } = record.starting;
    try {
      const isAsItDied = (await this.options.isAsItDied?.(part)) ?? true;
      if (!isAsItDied || signal.aborted) return this.options.changed();
      this.counts.set(part, this.count(part) + 1);
      this.options.changed();
      await this.options.start(part, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.options.failed(part, error);
      const isPlanned = this.records.get(part) !== record;
      if (!isPlanned && this.options.isDown?.(part)) this.died(part, 0);
    }
  }
}
