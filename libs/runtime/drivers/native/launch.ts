/** How one part runs as a process on this machine. Each part is a file in this folder that returns one of these. */
export interface Launch {
  readonly program: string;
  readonly given: readonly string[];
  /** Added to the environment of every part: see partEnvironment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to `env`; called before each start. */
  envAtStart?(): Promise<Readonly<Record<string, string>>>;
  readonly cwd?: string;
  /** The user to run as, if not ours. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Prepares folders, a formatted log, a configuration. Runs before each start. */
  prepare?(): Promise<void>;
  /** One health check. A throw counts as unhealthy; its message is shown if waiting takes too long. */
  answers(): Promise<boolean>;
  readonly startLimitMs: number;
  /** After this long a stop becomes a SIGKILL. */
  readonly stopLimitMs: number;
  /** The stop signal; SIGTERM by default. */
  readonly stopSignal?: NodeJS.Signals;
  /** Whether it gets a lower CPU priority once it is healthy: see yieldCpu. */
  readonly yields?: boolean;
  /** Called when the process exits by itself, not by a signal. */
  ended?(): void;
}

/** Checks whether an HTTP GET returns 2xx. */
export async function answersHttp(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return true;
}
