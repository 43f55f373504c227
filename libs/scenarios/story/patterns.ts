/** The formats of values in a story, as JSON Schema patterns. */

/** The format that the control room accepts. */
export const namePattern = '^[a-z0-9][a-z0-9-]{0,59}$';
export const timePattern = '^\\d+(\\.\\d+)?(ms|s|m)$';
/** A moment of a phase: a time, or a share of its length. */
export const momentPattern = '^\\d+(\\.\\d+)?(ms|s|m|%)$';
export const timesPattern = '^\\d+(\\.\\d+)?x$';
export const ratePattern = '^\\d+(\\.\\d+)?/s$';

/** Requests per second, or a multiple of what limits the load. */
export const loadRatePattern = '^\\d+(\\.\\d+)?(/s|x)$';

const unitMs = { ms: 1, s: 1_000, m: 60_000 } as const;

/** @param time in the format of timePattern, already checked */
export function msOf(time: string): number {
  const unit = /[a-z]+$/.exec(time)?.[0] as keyof typeof unitMs;
  return Number.parseFloat(time) * unitMs[unit];
}

export const secondsOf = (time: string): number => msOf(time) / 1_000;

/** @param moment in the format of momentPattern */
export const momentMs = (moment: string, phaseMs: number): number =>
  moment.endsWith('%') ? (Number.parseFloat(moment) / 100) * phaseMs : msOf(moment);
