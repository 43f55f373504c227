/** A part that falls over once is back at once; one that falls over again and again costs the machine little. */
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** One that has run this long without falling over is well: its next crash is a first one again. */
const wellAfterMs = 60_000;

/** How long a part rests before it is started again: twice as long with each crash, up to half a minute. */
export function nextPauseMs(previousPauseMs: number | null, ranForMs: number): number {
  if (previousPauseMs === null || ranForMs >= wellAfterMs) return firstPauseMs;
  return Math.min(previousPauseMs * 2, longestPauseMs);
}

export interface RestartsOptions {
  /** Whether the part is to stay down: broken on purpose, or the whole stack stops. Asked when it dies and before it is started. */
  readonly isHeld: (part: string) => boolean;
  /**
   * Asked before it is started, where others decide about parts without saying so here: whether it still is as it died. An
   * error counts as a failed start.
   */
  readonly isAsItDied?: (part: string) => Promise<boolean>;
  /** Resolves once it answers; gives up when `signal` is raised. */
  readonly start: (part: string, signal: AbortSignal) => Promise<void>;
  /** Called after each change. */
  readonly changed: () => void;
  /**
   * Asked after a start that came to nothing, where `died` is not called for one that never had a process (a full disk): whether
   * the part is down, so that it is to be tried again.
   */
  readonly isDown?: (part: string) => boolean;
  /** A start that came to nothing. */
  readonly failed: (part: string, error: unknown) => void;
}

interface Record {
  pauseMs: number;
  startsAgainAt: Date | null;
  timer?: NodeJS.Timeout;
  starting?: AbortController;
}

/** Starts again what fell over by itself, with a growing pause, and counts. */
export class Restarts {
  private readonly records = new Map<string, Record>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly options: RestartsOptions) {}

  /**
   * @param ranForMs how long the part had answered before it died; 0 when it never did
   * @returns the pause until it is started again; undefined when it is to stay down
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

  /** Somebody else decides about this part now: it is not started again for what happened before. */
  forget(part: string): void {
    const record = this.records.get(part);
    clearTimeout(record?.timer);
    record?.starting?.abort(new Error(`${part} is in other hands`));
    this.records.delete(part);
  }

  count = (part: string): number => this.counts.get(part) ?? 0;

  /** ISO 8601, UTC; null when nothing is planned. */
  startsAgainAt = (part: string): string | null => this.records.get(part)?.startsAgainAt?.toISOString() ?? null;

  close(): void {
    for (const part of this.records.keys()) this.forget(part);
  }

  private async restart(part: string): Promise<void> {
    const record = this.records.get(part);
    if (!record) return;
    record.startsAgainAt = null;
    // A fault may have taken it while it rested.
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
