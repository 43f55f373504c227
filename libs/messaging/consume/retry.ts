import { setTimeout as pause } from 'node:timers/promises';
import { treatmentOf } from '../errors.js';

export interface RetryPolicy {
  /** Attempts in total. */
  attempts: number;
  /** The pause after the first failure; it doubles each time. */
  firstPauseMs: number;
  longestPauseMs: number;
}

/** Five tries within three seconds: long enough for a hiccup, short enough for a partition to wait. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 5, firstPauseMs: 100, longestPauseMs: 2_000 };

export interface Attempt {
  number: number;
  last: boolean;
}

/**
 * Retries failures that may be temporary. An outage is rethrown immediately: the broker redelivers the message until
 * the outage is over, however long, while this policy is for a message that may itself be at fault.
 * @param stopping ends the pause early by throwing: the message is then not handled and will be redelivered
 */
export async function withRetry<T>(
  policy: RetryPolicy,
  work: (attempt: Attempt) => Promise<T>,
  onRetry: (failed: { attempt: number; error: unknown; pauseMs: number }) => void,
  stopping: AbortSignal,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await work({ number, last: number >= policy.attempts });
    } catch (error) {
      if (number >= policy.attempts || treatmentOf(error) !== 'again a few times') throw error;
      const pauseMs = Math.min(policy.firstPauseMs * 2 ** (number - 1), policy.longestPauseMs);
      onRetry({ attempt: number, error, pauseMs });
      await pause(pauseMs, undefined, { signal: stopping });
    }
  }
}
