import { copyFileSync, statSync, truncateSync } from 'node:fs';

/** What one part may print before its log begins anew; as much again is kept of what it printed before. */
export const longestLogBytes = 10 * 1024 * 1024;

/**
 * Moves a log that has become too long to `<log>.1`, in place of an earlier one, and empties it. The part goes on writing to the same
 * open file, at its new end, because it was opened for appending. Lines that it prints between the two steps are lost.
 */
export function boundLog(log: string, limitBytes = longestLogBytes): void {
  const bytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= limitBytes) return;
  copyFileSync(log, `${log}.1`);
  truncateSync(log, 0);
}
