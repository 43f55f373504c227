/** Forms that values of a story have, as JSON Schema writes them. */

/** As the control room takes them: what it does not take, no board shows. */
export const namePattern = '^[a-z0-9][a-z0-9-]{0,59}$';
export const timePattern = '^\\d+(\\.\\d+)?(ms|s|m)$';
/** A moment of a phase: after a time, or after a share of it. */
export const momentPattern = '^\\d+(\\.\\d+)?(ms|s|m|%)$';
export const timesPattern = '^\\d+(\\.\\d+)?x$';
export const ratePattern = '^\\d+(\\.\\d+)?/s$';

/** So many a second, or a multiple of what bounds the load. */
export const loadRatePattern = '^\\d+(\\.\\d+)?(/s|x)$';

const unitMs = { ms: 1, s: 1_000, m: 60_000 } as const;

/** @param time of the form of timePattern, which is checked before */
export function msOf(time: string): number {
  const unit = /[a-z]+$/.exec(time)?.[0] as keyof typeof unitMs;
  return Number.parseFloat(time) * unitMs[unit];
}

export const secondsOf = (time: string): number => msOf(time) / 1_000;

/** @param moment of the form of momentPattern */
export const momentMs = (moment: string, phaseMs: number): number =>
  moment.endsWith('%') ? (Number.parseFloat(moment) / 100) * phaseMs : msOf(moment);
