import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly signal?: AbortSignal;
}

export interface Ran {
  /** The exit code; -1 when the program is not there or was ended by a signal. */
  readonly code: number;
  /** Standard output and standard error as they came, mixed. */
  readonly output: string;
}

/** Runs a program to its end and never throws: an absent program is a code of -1. */
export function run(program: string, given: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, given, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** The last lines of what a program said, on one line: fit for a sentence. */
export const lastWords = (output: string, lines = 3): string =>
  output.trim().split('\n').slice(-lines).join(' / ').slice(-600);
