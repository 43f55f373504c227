/** How one part runs as a process of this machine. A part is one file in this folder that returns one of these. */
export interface Launch {
  readonly program: string;
  readonly given: readonly string[];
  /** Added to what every part gets: see partEnvironment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The user to run as, when not ours. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What must be there before the process: folders, a formatted log, a configuration. Run before each start. */
  prepare?(): Promise<void>;
  /** Looks once. A throw counts as no, and its message is shown when waiting takes too long. */
  answers(): Promise<boolean>;
  readonly startLimitMs: number;
  /** After this long a stop becomes a SIGKILL. */
  readonly stopLimitMs: number;
  /** What asks it to finish: SIGTERM when left out. */
  readonly stopSignal?: NodeJS.Signals;
  /** Works behind everybody else, from its first answer on: see yieldCpu. */
  readonly yields?: boolean;
  /** Called when the process has ended in its own way, not by a signal. */
  ended?(): void;
}

/** Looks whether an HTTP GET is answered with 2xx. */
export async function answersHttp(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return true;
}
