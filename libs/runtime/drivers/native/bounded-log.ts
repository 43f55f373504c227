import { copyFileSync, statSync, truncateSync } from 'node:fs';

/** Maximum size of a part's log before it is rotated; one rotated file of this size is kept. */
export const longestLogBytes = 10 * 1024 * 1024;

/**
 * Copies a log that has become too long to `<log>.1`, replacing an earlier one, and truncates it. The part keeps writing to the same open
 * file, at its new end, because it was opened for appending. Lines printed between the two steps are lost.
 */
export function boundLog(log: string, limitBytes = longestLogBytes): void {
  const bytes = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= limitBytes) return;
  copyFileSync(log, `${log}.1`);
  truncateSync(log, 0);
}
