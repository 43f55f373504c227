/** The wish to stop, as it reaches this process. */
export interface Interrupts {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, or when whoever started us is gone. */
  readonly stopping: AbortSignal;
  /** Aborted by another signal more than a second later: the person does not want to wait. */
  readonly hurrying: AbortSignal;
}

/** One Ctrl-C reaches us up to three times: from the terminal, from npm and from the bootstrap. */
const oneWishMs = 1_000;

/** Begins to listen: from now on a signal no longer ends the process by itself. */
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
    // The bootstrap holds the other end: when it is killed, nobody is left to pass a signal on.
    process.on('disconnect', () => stop.abort());
    process.channel.unref();
  }
  return { stopping: stop.signal, hurrying: hurry.signal };
}
