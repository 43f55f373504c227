/** Receives progress messages, one line at a time: never a result, always safe to ignore. */
export type Progress = (line: string) => void;

/** `0.4 s`, `12.3 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Reports the start of the work, does it, and reports how long it took. A failure is rethrown without a message, for the caller to report. */
export async function timed<T>(progress: Progress, doing: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  progress(`${doing} ...`);
  const result = await work();
  progress(`${doing}: ${duration(performance.now() - begun)}`);
  return result;
}
