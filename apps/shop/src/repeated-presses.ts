/**
 * At least this many requests are remembered, and at most twice as many: several seconds of a large rush, and retries come within three.
 * More would only be more work for the garbage collector.
 */
const least = 10_000;

/**
 * A repeated request, because the first response is late or lost, shares the result of the first and is not executed again. Without that,
 * retries would double the load exactly when it is already too high. This only saves work: what makes a repetition safe is its request id,
 * in the database and in the inbox, even if the first request went to another process or was forgotten here.
 */
export class RepeatedPresses<T> {
  // Two halves, of which the older one is forgotten as a whole. A single Map from which the oldest is deleted would be searched
  // from its start for each of them: V8 leaves a hole for every deletion, tens of thousands of them.
  private handled = new Map<string, Promise<T>>();
  private older = new Map<string, Promise<T>>();

  /** The result of `handle`, for this request or its first occurrence. A failed one is forgotten, so the next is retried. */
  share(requestId: string, handle: () => Promise<T>): Promise<T> {
    const before = this.handled.get(requestId) ?? this.older.get(requestId);
    if (before) return before;
    const now = handle();
    if (this.handled.size >= least) {
      this.older = this.handled;
      this.handled = new Map();
    }
    this.handled.set(requestId, now);
    now.catch(() => this.forget(requestId));
    return now;
  }

  private forget(requestId: string): void {
    this.handled.delete(requestId);
    this.older.delete(requestId);
  }
}
