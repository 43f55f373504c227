import { setTimeout as pause } from 'node:timers/promises';
import { NotPossible } from './not-possible.js';

export interface WaitOptions {
  /** What is awaited, to complete the sentence 'waited 30 s for ...'. */
  readonly what: string;
  readonly limitMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/** A condition that was not met in time. `lastSeen` says why. */
export class WaitedTooLong extends Error {
  constructor(what: string, limitMs: number, lastSeen: string | undefined) {
    super(`waited ${Math.round(limitMs / 1_000)} s for ${what}${lastSeen ? `; last seen: ${lastSeen}` : ''}`);
    this.name = 'WaitedTooLong';
  }
}

/**
 * Polls until the condition returns something other than undefined, null or false, and returns that. A condition that
 * throws is not met yet; its message is reported at the timeout. Only a NotPossible is rethrown immediately, because
 * waiting would not help.
 * @throws WaitedTooLong, or the signal's reason
 */
export async function waitFor<T>(
  options: WaitOptions,
  condition: () => Promise<T | undefined | null | false> | T | undefined | null | false,
): Promise<T> {
  // Not the wall clock, which may be set meanwhile.
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
