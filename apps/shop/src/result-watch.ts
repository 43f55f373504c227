import type { Database } from '#database';
import { findResults, type GifticonResult } from './result.table.js';

const lookEveryMs = 250;

/** Notifies waiting clients when their request is decided: one periodic query, however many clients wait. */
export class ResultWatch {
  private readonly waiting = new Map<string, Set<(result: GifticonResult) => void>>();
  private looking: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** Calls back once, when the request is decided. @returns what ends the wait */
  wait(requestId: string, tell: (result: GifticonResult) => void): () => void {
    const tellers = this.waiting.get(requestId) ?? new Set();
    this.waiting.set(requestId, tellers.add(tell));
    this.looking ??= setInterval(() => void this.look(), lookEveryMs).unref();
    return () => {
      tellers.delete(tell);
      if (tellers.size === 0) this.waiting.delete(requestId);
    };
  }

  stop(): void {
    clearInterval(this.looking);
    this.waiting.clear();
  }

  private async look(): Promise<void> {
    if (this.waiting.size === 0) return;
    // If the database is briefly unavailable, the next round retries; the members keep waiting.
    const decided = await findResults(this.database, [...this.waiting.keys()]).catch(() => []);
    for (const result of decided) {
      const tellers = this.waiting.get(result.requestId);
      this.waiting.delete(result.requestId);
      for (const tell of tellers ?? []) tell(result);
    }
  }
}
