import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dockerEnvironment } from '../../environment.js';
import { NotPossible } from '../../not-possible.js';
import { lastLines, lastWords } from '../../processes/run.js';

export interface DockerOptions {
  readonly cwd?: string;
  /** Added to the environment that docker gets: see dockerEnvironment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborts waiting: the command is killed. */
  readonly signal?: AbortSignal;
  /** Called with each line of its output. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the docker command line and returns what it printed to standard output.
 * @throws NotPossible if there is no docker or no engine, or with the error message of a failed command
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

/** A failure of docker as a sentence for the user. */
export function refusal(given: readonly string[], errors: string): string {
  if (/ENOENT/.test(errors)) {
    return 'docker is not on the PATH: install Docker with its Compose plugin, or do not use the compose runtime.';
  }
  if (/cannot connect to the docker daemon|error during connect|dial unix.*(refused|no such file)/i.test(errors)) {
    return 'Docker is installed, but its engine does not respond: start it (on a desktop, Docker Desktop) and try again.';
  }
  if (/permission denied.*docker/i.test(errors)) {
    return 'This user has no access to Docker: add it to the group docker, or run the command as another user.';
  }
  if (/'compose' is not a docker command|unknown (shorthand )?flag/i.test(errors)) {
    return 'Docker has no Compose plugin, or an outdated one: install Docker Compose 2.24 or newer.';
  }
  const command = given.find((word) => !word.startsWith('-')) ?? '';
  return `docker ${command} failed: ${lastWords(errors) || 'no error message'}.`;
}

/** Whether docker failed because it could not reach a registry, or the packages of an image. */
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
      // Its own process group: Ctrl-C in the terminal must only reach us, and we stop the containers in order.
      detached: true,
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString('utf8')}`.slice(-20_000)));
    if (onLine) for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
    child.on('error', (error) => resolve({ code: -1, output, errors: `${errors}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output, errors: errors || output }));
  });
}
