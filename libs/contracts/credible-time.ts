/** Brokers have kept time stamps since Kafka 0.10, of May 2016. */
const firstMs = Date.UTC(2016, 4, 22);
/** What the clocks of two machines may differ by. */
export const clockSkewMs = 60_000;

/**
 * Whether a message can have been written then. Producers put what they like into a time stamp: what claims to be older than
 * time stamps are (0 means that there is none), or to come from the future, is no time.
 */
export function isCredibleTime(ms: number, nowMs: number): boolean {
  return ms >= firstMs && ms <= nowMs + clockSkewMs;
}
