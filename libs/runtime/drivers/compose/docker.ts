import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dockerEnvironment } from '../../environment.js';
import { NotPossible } from '../../not-possible.js';
import { lastLines, lastWords } from '../../processes/run.js';

export interface DockerOptions {
  readonly cwd?: string;
  /** Added to what docker gets of ours: see dockerEnvironment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Raised to give up waiting: the command is ended. */
  readonly signal?: AbortSignal;
  /** Told what it says while it works, a line at a time. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the docker command line and returns what it printed to standard output.
 * @throws NotPossible when there is no docker or no engine, or with the last words of a command that failed
 */
export async function docker(given: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { code, output, errors } = await runDocker(given, options);
  if (code === 0) return output;
  options.signal?.throwIfAborted();
  throw new NotPossible(refusal(given, errors));
}

/** The end of what a container printed, to standard output and to standard error. */
export async function lastLinesOf(container: string): Promise<string[]> {
  const { output, errors } = await runDocker(['logs', '--tail', '10', container], {});
  return lastLines(output === errors ? output : `${output}${errors}`);
}

/** What can be read from a failure of docker, as a sentence for the person at the keyboard. */
export function refusal(given: readonly string[], errors: string): string {
  if (/ENOENT/.test(errors)) {
    return 'There is no docker on the PATH: install Docker with its Compose plugin, or leave out the compose runtime.';
  }
  if (/cannot connect to the docker daemon|error during connect|dial unix.*(refused|no such file)/i.test(errors)) {
    return 'Docker is installed, but its engine does not answer: start it (on a desktop, Docker Desktop) and try again.';
  }
  if (/permission denied.*docker/i.test(errors)) {
    return 'Docker refuses this user: add it to the group docker, or run the command as one who may.';
  }
  if (/'compose' is not a docker command|unknown (shorthand )?flag/i.test(errors)) {
    return 'This docker has no Compose plugin, or one that is too old: install Docker Compose 2.24 or newer.';
  }
  const command = given.find((word) => !word.startsWith('-')) ?? '';
  return `docker ${command} failed: ${lastWords(errors) || 'it did not say why'}.`;
}

/** Whether docker failed because it reached nobody: a registry, or the packages that an image is built of. */
export const lacksNetwork = (refused: string): boolean =>
  /dial tcp|no such host|i\/o timeout|network is unreachable|EAI_AGAIN|ENOTFOUND|ETIMEDOUT/i.test(refused);

function runDocker(
  given: readonly string[],
  { cwd, env, signal, onLine }: DockerOptions,
): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    let output = '';
    let errors = '';
    const child = spawn('docker', given, {
      cwd,
      signal,
      env: dockerEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: the terminal's Ctrl-C must reach us alone, who then stop the containers in order.
      detached: true,
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString('utf8')}`.slice(-20_000)));
    if (onLine) for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
    child.on('error', (error) => resolve({ code: -1, output, errors: `${errors}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output, errors: errors || output }));
  });
}
