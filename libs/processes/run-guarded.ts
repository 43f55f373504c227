import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { partEnvironment } from './environment.js';

/**
 * The guard reads from a pipe whose other end only we hold, and kills the program when the pipe closes, even if we were ended
 * by SIGKILL. (A program like ffmpeg ignores a closed pipe.)
 */
const guarded = `
exec 3<&0
"$@" 3<&- </dev/null &
job=$!
{ cat <&3; kill -9 $job; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait $job
code=$?
kill $guard 2>/dev/null
exit $code`;

export interface GuardedEnd {
  /** 137 if it was killed, 127 if the program does not exist. */
  readonly code: number;
  /** The end of its standard error. */
  readonly errors: string;
}

export interface GuardedOptions {
  /** Called for each line of its standard output. */
  readonly onLine?: (line: string) => void;
  /** Kills it when it is aborted. */
  readonly signal?: AbortSignal;
}

const keptErrors = 4_000;

/**
 * Runs a program to its end. It never outlives this process, however this process ends.
 * @throws the signal's reason if it was aborted
 */
export async function runGuarded(
  program: string,
  given: readonly string[],
  { onLine, signal }: GuardedOptions = {},
): Promise<GuardedEnd> {
  signal?.throwIfAborted();
  const child = spawn('sh', ['-c', guarded, 'sh', program, ...given], { env: partEnvironment(), stdio: 'pipe' });
  const end = () => child.stdin.destroy();
  signal?.addEventListener('abort', end, { once: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-keptErrors)));
  if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
  else child.stdout.resume();
  child.stdin.on('error', () => {});
  child.once('exit', end);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal?.throwIfAborted();
    return { code: code ?? 137, errors };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}
