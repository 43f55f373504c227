import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FfmpegMissing } from './errors.js';

/**
 * Runs a program that dies with us, even when we die by SIGKILL: the shell's guard reads from a pipe whose other end
 * only we hold, and ends the program when that pipe closes. (ffmpeg itself does not mind a closed pipe.)
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

export interface Ended {
  /** 137 when it was killed, 127 when there is no such program. */
  code: number;
  /** The end of what it said on its error output. */
  errors: string;
}

export interface ChildOptions {
  /** Each line of its output, as it comes. */
  onLine?: (line: string) => void;
  /** Kills it. */
  signal?: AbortSignal;
}

const keptErrors = 4_000;

/**
 * Runs ffmpeg or ffprobe to its end.
 * @throws FfmpegMissing; the signal's reason when it was raised
 */
export async function runChild(program: string, given: readonly string[], options: ChildOptions = {}): Promise<Ended> {
  const { onLine, signal } = options;
  signal?.throwIfAborted();
  const child = spawn('sh', ['-c', guarded, 'sh', program, ...given], { stdio: ['pipe', 'pipe', 'pipe'] });
  const end = () => child.stdin.destroy();
  signal?.addEventListener('abort', end, { once: true });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-keptErrors)));
  if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
  else child.stdout.resume();
  child.stdin.on('error', () => {});
  child.once('exit', end);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal?.throwIfAborted();
    if (code === 127) throw new FfmpegMissing(program);
    return { code: code ?? 137, errors };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** `5.1.9-0+deb12u1`, or undefined when the machine has none. */
export async function ffmpegVersion(): Promise<string | undefined> {
  let first = '';
  try {
    await runChild('ffmpeg', ['-version'], { onLine: (line) => (first ||= line) });
    await runChild('ffprobe', ['-version']);
  } catch (error) {
    if (error instanceof FfmpegMissing) return undefined;
    throw error;
  }
  return /^ffmpeg version (\S+)/.exec(first)?.[1] ?? 'of an unknown version';
}
