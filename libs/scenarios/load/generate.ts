import { setTimeout as pause } from 'node:timers/promises';
import { LatencyRecorder } from './latency.js';
import type { Ending, LoadRow, LoadSummary, Outcome } from './outcome.js';

/** The result of one request. */
export interface Answer {
  ending: Ending;
  status: number | null;
  /** The answer had a Retry-After header. */
  retryAfter?: true;
  id: string | null;
  /** How often the client tried, if more than once. */
  presses?: number;
  /** Every answer said that nothing was stored: `mayBeStored: false`. */
  surelyNotStored?: true;
}

export interface GenerateOptions {
  /** Milliseconds from the start, in order: see arrivals.ts. */
  schedule: Iterable<number>;
  /** Sends the n-th request; never rejects. */
  send: (n: number) => Promise<Answer>;
  onOutcome: (outcome: Outcome) => void;
  onRow: (row: LoadRow) => void;
  /** Ends the schedule early; pending answers are still awaited. */
  stop: AbortSignal;
  /** Called before each request: nothing due after this is sent. Milliseconds from the start. */
  endsAtMs?: () => number;
  /** The minimum duration, even if the schedule ends earlier; Infinity: until `endsAtMs` or `stop`. Default: 0. */
  lastsMs?: number;
  /** The largest number of pending requests; more are not sent and count as failed. */
  maxWaiting?: number;
  /** A request sent this much after its time is late. */
  lateAfterMs?: number;
}

/** Milliseconds since 1970 with fractions, monotonic. */
export const now = (): number => performance.timeOrigin + performance.now();

/**
 * Sends each request when it is due, whether or not earlier ones were answered, and measures from the moment it was
 * due. Resolves when the schedule is over and every answer is in.
 */
export async function generate(options: GenerateOptions): Promise<LoadSummary> {
  const { send, stop, maxWaiting = 10_000, lateAfterMs = 50 } = options;
  const startedAt = now();
  const tally = new Tally(options, startedAt, lateAfterMs);
  const waiting = new Set<Promise<void>>();
  let n = 0;
  tally.startRows(() => waiting.size);
  for (const offsetMs of options.schedule) {
    const endsAtMs = options.endsAtMs?.() ?? Infinity;
    if (offsetMs > endsAtMs) {
      await untilTime(startedAt + endsAtMs, stop);
      break;
    }
    const scheduledAt = startedAt + offsetMs;
    await untilTime(scheduledAt, stop);
    if (stop.aborted) break;
    const outcome = { n, scheduledAt, sentAt: now() };
    if (waiting.size >= maxWaiting) {
      tally.add({ ...outcome, answeredAt: outcome.sentAt, ending: 'not-sent', status: null, id: null });
    } else {
      const sent = send(n).then((answer) => {
        tally.add({ ...outcome, answeredAt: now(), ...answer });
        waiting.delete(sent);
      });
      waiting.add(sent);
    }
    n += 1;
  }
  await untilOver(startedAt, options);
  await Promise.all(waiting);
  return tally.finish();
}

/**
 * Timers are only accurate to a millisecond: everything due by then is sent at the same time, so high rates go out in
 * small groups.
 */
async function untilTime(at: number, stop: AbortSignal): Promise<void> {
  for (let leftMs = at - now(); leftMs > 0.5 && !stop.aborted; leftMs = at - now()) {
    await pause(Math.max(1, Math.floor(leftMs)), undefined, { signal: stop }).catch(() => {});
  }
}

/** A schedule that ends with a pause lasts until the end of the pause. */
async function untilOver(
  startedAt: number,
  { lastsMs = 0, endsAtMs = () => Infinity, stop }: GenerateOptions,
): Promise<void> {
  const left = () => startedAt + Math.min(lastsMs, endsAtMs()) - now();
  while (left() > 0 && !stop.aborted) await untilTime(now() + Math.min(left(), 100), stop);
}

class Tally {
  private readonly all = new LatencyRecorder();
  private readonly thisSecond = new LatencyRecorder();
  private readonly total = { offered: 0, accepted: 0, refused: 0, failed: 0, late: 0, worstLateMs: 0 };
  private second = 0;
  private row = { accepted: 0, refused: 0, failed: 0 };
  private waiting: () => number = () => 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: Pick<GenerateOptions, 'onOutcome' | 'onRow'>,
    private readonly startedAt: number,
    private readonly lateAfterMs: number,
  ) {}

  startRows(waiting: () => number): void {
    this.waiting = waiting;
    this.timer = setInterval(() => this.closeSeconds(now()), 100);
  }

  add(outcome: Outcome): void {
    this.closeSeconds(outcome.answeredAt);
    const kind = outcome.ending === 'accepted' || outcome.ending === 'refused' ? outcome.ending : 'failed';
    this.total.offered += 1;
    this.total[kind] += 1;
    this.row[kind] += 1;
    const lateMs = outcome.sentAt - outcome.scheduledAt;
    if (lateMs > this.lateAfterMs) this.total.late += 1;
    this.total.worstLateMs = Math.max(this.total.worstLateMs, lateMs);
    if (kind === 'accepted') {
      this.all.add(outcome.answeredAt - outcome.scheduledAt);
      this.thisSecond.add(outcome.answeredAt - outcome.scheduledAt);
    }
    this.options.onOutcome(outcome);
  }

  finish(): LoadSummary {
    clearInterval(this.timer);
    this.emit();
    const { late, offered, worstLateMs, ...counts } = this.total;
    return {
      offered,
      ...counts,
      accept: this.all.summary(),
      late,
      worstLateMs: Math.round(worstLateMs),
      keptRate: late * 100 <= offered,
    };
  }

  private closeSeconds(at: number): void {
    while (at >= this.startedAt + (this.second + 1) * 1000) this.emit();
  }

  private emit(): void {
    const latency = { p50Ms: this.thisSecond.percentile(50), p99Ms: this.thisSecond.percentile(99) };
    this.options.onRow({ second: this.second, ...this.row, ...latency, waiting: this.waiting() });
    this.second += 1;
    this.row = { accepted: 0, refused: 0, failed: 0 };
    this.thisSecond.reset();
  }
}
