/**
 * The last so many presses are remembered, and at most twice as many: several seconds of a large rush, and who presses again does so
 * within three. More would only be more for the garbage collector to look through.
 */
const least = 10_000;

/**
 * A press that comes again, because its first answer is late or was lost, shares what the first one brings about and is not
 * done a second time. Without that, people who press again would double the load exactly when it is too high already.
 * Only to spare work: what makes a repetition harmless is its request id, in the database and in the inbox, also when the
 * first one went to another process or was forgotten here.
 */
export class RepeatedPresses<T> {
  // Two halves, of which the older one is forgotten as a whole. A single Map from which the oldest is deleted would be searched
  // from its start for each of them: V8 leaves a hole for every deletion, tens of thousands of them.
  private handled = new Map<string, Promise<T>>();
  private older = new Map<string, Promise<T>>();

  /** What `handle` resolves with, of this press or of its first. One that failed is forgotten: the next is tried again. */
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
