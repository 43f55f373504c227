/** A signal that is aborted some time after another one, unless `end` is called first. */
export function withGrace(stopping: AbortSignal, graceMs: number): { signal: AbortSignal; end: () => void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = () => (timer = setTimeout(() => late.abort(stopping.reason), graceMs));
  if (stopping.aborted) start();
  else stopping.addEventListener('abort', start, { once: true });
  return {
    signal: late.signal,
    end: () => {
      stopping.removeEventListener('abort', start);
      clearTimeout(timer);
    },
  };
}
