/** Presses remembered: those of the last half minute of a large rush, in a few megabytes. */
const most = 50_000;

/**
 * A press that comes again, because its first answer is late or was lost, shares what the first one brings about and is not
 * done a second time. Without that, people who press again would double the load exactly when it is too high already.
 * Only to spare work: what makes a repetition harmless is its request id, in the database and in the inbox, also when the
 * first one went to another process or was forgotten here.
 */
export class RepeatedPresses<T> {
  private readonly handled = new Map<string, Promise<T>>();

  /** What `handle` resolves with, of this press or of its first. One that failed is forgotten: the next is tried again. */
  share(requestId: string, handle: () => Promise<T>): Promise<T> {
    const before = this.handled.get(requestId);
    if (before) return before;
    const now = handle();
    this.handled.set(requestId, now);
    now.catch(() => this.handled.delete(requestId));
    if (this.handled.size > most) this.handled.delete(this.handled.keys().next().value as string);
    return now;
  }
}
