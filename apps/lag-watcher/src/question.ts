/** How long a reading waits for one answer: a frozen broker must not hold up the others' answers. */
const patienceMs = 700;

/**
 * How long an answer stays valid without a newer one. While a broker is down, nothing can be written to its partitions
 * or committed to its groups, so its last answer stays true until others have taken over, which takes 6 to 10 seconds.
 * After that the state is unknown.
 */
export const standsMs = 15_000;

/** A query sent to the brokers at each reading, and its last answer. */
export class Question<T> {
  private last: { answer: T; atMs: number } | undefined;
  private asking: Promise<void> | undefined;
  private error: unknown;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * Sends the query, unless an earlier one is still pending: then it waits for that one.
   * @returns the error, or undefined if it was answered in time. A late answer is used by the next reading.
   */
  async put(): Promise<unknown> {
    this.error = new Error(`no answer within ${patienceMs} ms`);
    this.asking ??= this.ask()
      .then(
        (answer) => {
          this.last = { answer, atMs: this.nowMs() };
          this.error = undefined;
        },
        (error: unknown) => {
          this.error = error;
        },
      )
      .finally(() => (this.asking = undefined));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
    await Promise.race([this.asking, patience]);
    clearTimeout(timer);
    return this.error;
  }

  /** The last answer, while it is valid. */
  known(): T | undefined {
    return this.last && this.nowMs() - this.last.atMs <= standsMs ? this.last.answer : undefined;
  }
}
