/** The user's interrupts. */
export interface Interrupts {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, or when the parent process is gone. */
  readonly stopping: AbortSignal;
  /** Aborted by another signal more than a second later: the user does not want to wait. */
  readonly hurrying: AbortSignal;
}

/** One Ctrl-C reaches us up to three times: from the terminal, from npm and from the bootstrap. */
const oneWishMs = 1_000;

/** Starts listening: from now on a signal no longer ends the process. */
export function listenForInterrupts(now: () => number = Date.now): Interrupts {
  const stop = new AbortController();
  const hurry = new AbortController();
  let firstAt: number | undefined;
  const wish = () => {
    if (firstAt === undefined) {
      firstAt = now();
      stop.abort();
    } else if (now() - firstAt > oneWishMs) {
      hurry.abort();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, wish);
  if (process.channel) {
    // The bootstrap holds the other end: if it is killed, signals are no longer forwarded.
    process.on('disconnect', () => stop.abort());
    process.channel.unref();
  }
  return { stopping: stop.signal, hurrying: hurry.signal };
}
