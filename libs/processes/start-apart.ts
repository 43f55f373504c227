import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams, type StdioOptions } from 'node:child_process';
import { partEnvironment } from './environment.js';

export interface ApartOptions {
  readonly cwd?: string;
  /** The complete environment; by default the one of a part. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly stdio: StdioOptions;
}

/**
 * Starts a program that runs beside us, in its own session: Ctrl-C in the terminal must only reach us, and we stop everything in
 * order; and Linux divides the processor by session. The caller has to end it.
 */
export function startApart(
  program: string,
  given: readonly string[],
  options: ApartOptions & { stdio: 'pipe' },
): ChildProcessWithoutNullStreams;
export function startApart(program: string, given: readonly string[], options: ApartOptions): ChildProcess;
export function startApart(
  program: string,
  given: readonly string[],
  { env = partEnvironment(), ...options }: ApartOptions,
): ChildProcess {
  return spawn(program, given, { ...options, env, detached: true });
}
