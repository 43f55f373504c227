/**
 * How a request ended, for the one who sent it. accepted: 2xx. refused: 4xx. failed: 5xx. timed-out: no answer in time.
 * unreachable: the connection was refused or broke. not-sent: too many were already waiting.
 */
export type Ending = 'accepted' | 'refused' | 'failed' | 'timed-out' | 'unreachable' | 'not-sent';

/** One scheduled request and what became of it. Times are milliseconds since 1970, with fractions. */
export interface Outcome {
  /** Counts up from 0 in schedule order. */
  n: number;
  scheduledAt: number;
  /** Later than scheduled when the generator could not keep up. */
  sentAt: number;
  answeredAt: number;
  ending: Ending;
  status: number | null;
  /** The answer said when to send it again (Retry-After). */
  retryAfter?: true;
  /** What the service called it (an order id); null when it was not accepted. */
  id: string | null;
  /** How often the client asked, when it was more than once: an impatient one presses again when nobody answers. */
  presses?: number;
  /** It failed, and the service said each time that nothing was stored. */
  surelyNotStored?: true;
}

/** What happened within one second, by the time of the answer. Printed while the load runs. */
export interface LoadRow {
  /** Seconds since the schedule began. */
  second: number;
  accepted: number;
  refused: number;
  /** failed + timed-out + unreachable + not-sent */
  failed: number;
  /** Accept latency of the accepted ones, from the scheduled arrival; null when there were none. */
  p50Ms: number | null;
  p99Ms: number | null;
  /** Sent and not yet answered. */
  waiting: number;
}

export interface Latency {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

export interface LoadSummary {
  offered: number;
  accepted: number;
  refused: number;
  failed: number;
  /** From the scheduled arrival to the answer, accepted ones only; null when there were none. */
  accept: Latency | null;
  /** Requests that left more than `lateAfterMs` after their time: the generator could not keep the rate. */
  late: number;
  worstLateMs: number;
  /** False when more than one in a hundred left late: the figures then describe the generator too. */
  keptRate: boolean;
}
