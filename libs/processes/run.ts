import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { partEnvironment } from './environment.js';

export interface RunOptions {
  readonly cwd?: string;
  /** The complete environment; by default the one of a part. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal;
  /** Its standard input; empty by default. */
  readonly input?: string;
  /** Called for each line of either output. */
  readonly onLine?: (line: string) => void;
  /** Its own session: Ctrl-C in the terminal must only reach us. */
  readonly detached?: boolean;
}

export interface Ran {
  /** The exit code; -1 if the program does not exist or was ended by a signal. */
  readonly code: number;
  /** Standard output and standard error, interleaved; the system's error message if the program does not exist. */
  readonly output: string;
  /** Standard output only. */
  readonly printed: string;
}

/** Runs a program to its end and never throws: a missing program returns -1. */
export function run(program: string, given: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input, onLine, env = partEnvironment(), ...rest } = options;
  return new Promise((resolve) => {
    let [output, printed] = ['', ''];
    const child = spawn(program, given, { ...rest, env, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {}); // It need not read it.
    child.stdin.end(input);
    for (const stream of [child.stdout, child.stderr]) {
      // The stream decodes, because a chunk may end in the middle of a character.
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (stream === child.stdout) printed += text;
      });
      if (onLine) createInterface({ input: stream }).on('line', onLine);
    }
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}`, printed }));
    child.on('close', (code) => resolve({ code: code ?? -1, output, printed }));
  });
}
