import { spawn } from 'node:child_process';
import { partEnvironment } from '../environment.js';

export interface RunOptions {
  readonly cwd?: string;
  /** The complete environment; by default the one of a part. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly signal?: AbortSignal;
  /** Its standard input; empty by default. */
  readonly input?: string;
}

export interface Ran {
  /** The exit code; -1 if the program does not exist or was ended by a signal. */
  readonly code: number;
  /** Standard output and standard error, interleaved. */
  readonly output: string;
}

/** Runs a program to its end and never throws: a missing program returns -1. */
export function run(program: string, given: readonly string[], { input, ...options }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    const { env = partEnvironment() } = options;
    const child = spawn(program, given, { ...options, env, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {}); // It need not read it.
    child.stdin.end(input);
    const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

const mostLines = 10;

/** The last lines of a program's output, oldest first, each safe for a terminal. */
export function lastLines(output: string): string[] {
  return output
    .split('\n')
    .map((line) => plain(line.trimEnd()))
    .filter((line) => line !== '')
    .slice(-mostLines)
    .map((line) => (line.length > mostWords ? `${line.slice(0, mostWords)} ...` : line));
}

const telling = /error|exception|cannot|could not|failed|fatal|refused/i;
const mostWords = 400;

/**
 * The last line of a program's output that looks like the reason why it ended, usable in a sentence; otherwise simply the last line.
 */
export function lastWords(output: string): string {
  const lines = output
    .trimEnd()
    .split('\n')
    .slice(-60)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const said = plain(lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '(nothing)');
  return said.length > mostWords ? `${said.slice(0, mostWords)} ...` : said;
}

/** Our services log JSON: the message and the error's own message are enough here. */
function plain(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
