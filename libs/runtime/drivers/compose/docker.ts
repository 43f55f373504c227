import { dockerEnvironment, lastLines, lastWords, run, type Ran } from '#processes';
import { NotPossible } from '../../not-possible.js';

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
  const { code, output, printed } = await runDocker(given, options);
  if (code === 0) return printed;
  options.signal?.throwIfAborted();
  throw new NotPossible(refusal(given, output));
}

/** The end of what a container printed, to standard output and to standard error. */
export async function lastLinesOf(container: string): Promise<string[]> {
  const { output } = await runDocker(['logs', '--tail', '10', container], {});
  return lastLines(output);
}

/** A failure of docker, from what it said, as a sentence for the user. */
export function refusal(given: readonly string[], said: string): string {
  if (/ENOENT/.test(said)) {
    return 'docker is not on the PATH: install Docker with its Compose plugin, or do not use the compose runtime.';
  }
  if (/cannot connect to the docker daemon|error during connect|dial unix.*(refused|no such file)/i.test(said)) {
    return 'Docker is installed, but its engine does not respond: start it (on a desktop, Docker Desktop) and try again.';
  }
  if (/permission denied.*docker/i.test(said)) {
    return 'This user has no access to Docker: add it to the group docker, or run the command as another user.';
  }
  if (/'compose' is not a docker command|unknown (shorthand )?flag/i.test(said)) {
    return 'Docker has no Compose plugin, or an outdated one: install Docker Compose 2.24 or newer.';
  }
  const command = given.find((word) => !word.startsWith('-')) ?? '';
  return `docker ${command} failed: ${lastWords(said) || 'no error message'}.`;
}

/** Whether docker failed because it could not reach a registry, or the packages of an image. */
export const lacksNetwork = (refused: string): boolean =>
  /dial tcp|no such host|i\/o timeout|network is unreachable|EAI_AGAIN|ENOTFOUND|ETIMEDOUT/i.test(refused);

const runDocker = (given: readonly string[], { env, ...options }: DockerOptions): Promise<Ran> =>
  run('docker', given, { ...options, env: dockerEnvironment(env), detached: true });
