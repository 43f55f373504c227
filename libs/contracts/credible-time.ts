/** Kafka messages have had timestamps since 0.10, May 2016. */
const firstMs = Date.UTC(2016, 4, 22);
/** Tolerated difference between the clocks of two machines. */
export const clockSkewMs = 60_000;

/**
 * Whether a message can have been written at that time. Producers can set any timestamp: one before Kafka had timestamps (0 means
 * that there is none) or one in the future is not credible.
 */
export function isCredibleTime(ms: number, nowMs: number): boolean {
  return ms >= firstMs && ms <= nowMs + clockSkewMs;
}
