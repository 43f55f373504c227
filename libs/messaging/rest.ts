import { setTimeout as pause } from 'node:timers/promises';

/** Resolves after so many milliseconds, none or fewer at once, and early when the signal is raised. Never rejects. */
export async function restFor(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => {});
}
