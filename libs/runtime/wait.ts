import { setTimeout as pause } from 'node:timers/promises';
import { NotPossible } from './not-possible.js';

export interface WaitOptions {
  /** What is awaited, as it stands in the sentence 'waited 30 s for ...'. */
  readonly what: string;
  readonly limitMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/** A condition that did not come true in time. `lastSeen` tells what stood in its way. */
export class WaitedTooLong extends Error {
  constructor(what: string, limitMs: number, lastSeen: string | undefined) {
    super(`waited ${Math.round(limitMs / 1_000)} s for ${what}${lastSeen ? `; last seen: ${lastSeen}` : ''}`);
    this.name = 'WaitedTooLong';
  }
}

/**
 * Looks again and again until the condition returns something other than undefined, null or false, and returns that.
 * A condition that throws is not met yet; its message is told when the limit is reached. Only a NotPossible is passed on
 * at once: waiting would not help.
 * @throws WaitedTooLong, or the signal's reason
 */
export async function waitFor<T>(
  options: WaitOptions,
  condition: () => Promise<T | undefined | null | false> | T | undefined | null | false,
): Promise<T> {
  // Not the time of day: that may be set back or forth meanwhile.
  const until = performance.now() + options.limitMs;
  let lastSeen: string | undefined;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const met = await condition();
      if (met !== undefined && met !== null && met !== false) return met;
    } catch (error) {
      if (error instanceof NotPossible) throw error;
      lastSeen = (error as Error).message;
    }
    if (performance.now() >= until) throw new WaitedTooLong(options.what, options.limitMs, lastSeen);
    await pause(options.everyMs ?? 100, undefined, { signal: options.signal });
  }
}
