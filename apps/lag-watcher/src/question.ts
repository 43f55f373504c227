/** How long a look waits for one answer: a broker that is frozen must not hold up what the others say. */
const patienceMs = 700;

/**
 * How long an answer may stand for the next ones. While a broker is away nobody can write to what it led, nor commit to
 * the groups it looked after, so its last word stays true until others have taken over: 6 to 10 seconds. Longer, and
 * nobody knows.
 */
export const standsMs = 15_000;

/** Something the brokers are asked at each look, and the last thing they said. */
export class Question<T> {
  private last: { answer: T; atMs: number } | undefined;
  private asking: Promise<void> | undefined;
  private error: unknown;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * Asks, unless an earlier asking is still under way: then it waits for that one.
   * @returns what went wrong, or undefined when it was answered in time. A late answer is known at the next look.
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

  /** The last answer, while it stands. */
  known(): T | undefined {
    return this.last && this.nowMs() - this.last.atMs <= standsMs ? this.last.answer : undefined;
  }
}
