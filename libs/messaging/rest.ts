import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves after this many milliseconds (immediately for 0 or less), or early if the signal is aborted. Never rejects.
 */
export async function restFor(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => {});
}
