import type { Series } from '../../series.js';

/** As uPlot draws it: a line goes on over undefined and breaks at null. */
export type DrawnValues = readonly (number | null | undefined)[];

/**
 * A line goes on over a single second without a value; over more than that it breaks, because nothing was measured there.
 * @param length in seconds, which may be more than the series has
 */
export function bridged(values: Readonly<Series>, length: number): (number | null | undefined)[] {
  const at = (second: number) => values[second] ?? null;
  return Array.from({ length }, (_, second) => {
    const isSingleGap = at(second) === null && at(second - 1) !== null && at(second + 1) !== null;
    return isSingleGap ? undefined : at(second);
  });
}

/** Seconds that no line reaches, neither from before nor from after: a dot is all that shows them. */
export function alone(values: DrawnValues): number[] {
  const isGap = (second: number) => second < 0 || second >= values.length || values[second] === null;
  return values.flatMap((value, second) =>
    typeof value === 'number' && isGap(second - 1) && isGap(second + 1) ? [second] : [],
  );
}
