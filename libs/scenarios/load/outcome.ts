/**
 * How a request ended, as its client sees it. accepted: 2xx. refused: 4xx. failed: 5xx. timed-out: no answer in time.
 * unreachable: the connection was refused or broke. not-sent: too many requests were pending.
 */
export type Ending = 'accepted' | 'refused' | 'failed' | 'timed-out' | 'unreachable' | 'not-sent';

/** One scheduled request and what became of it. Times are milliseconds since 1970, with fractions. */
export interface Outcome {
  /** Counts up from 0 in schedule order. */
  n: number;
  scheduledAt: number;
  /** Later than scheduled if the generator could not keep up. */
  sentAt: number;
  answeredAt: number;
  ending: Ending;
  status: number | null;
  /** The answer had a Retry-After header. */
  retryAfter?: true;
  /** The id in the answer (an order id); null if it was not accepted. */
  id: string | null;
  /** How often the client tried, if more than once. */
  presses?: number;
  /** It failed, and every answer said that nothing was stored. */
  surelyNotStored?: true;
}

/** The results of one second, by the time of the answer. Printed while the load runs. */
export interface LoadRow {
  /** Seconds since the schedule began. */
  second: number;
  accepted: number;
  refused: number;
  /** failed + timed-out + unreachable + not-sent */
  failed: number;
  /** Accept latency of accepted requests, from the scheduled arrival; null if there were none. */
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
  /** From the scheduled arrival to the answer, accepted requests only; null if there were none. */
  accept: Latency | null;
  /** Requests sent more than `lateAfterMs` after their time: the generator could not keep the rate. */
  late: number;
  worstLateMs: number;
  /** False if more than one in a hundred was late: the figures then describe the generator too. */
  keptRate: boolean;
}
