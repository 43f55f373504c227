import type { Driver } from './driver.js';
import type { Progress } from './progress.js';
import type { Settings } from './settings.js';
import type { StackState } from './state.js';

/** A process that joins the stack once it is ready and leaves it first: the background load. */
export interface ExtraPart {
  readonly name: string;
  readonly program: string;
  readonly given: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  readonly settings: Settings;
  /** Start without the data of earlier runs. */
  readonly fresh?: boolean;
  readonly progress: Progress;
  /** Aborts the start. */
  readonly stopping?: AbortSignal;
  /** Skips draining. */
  readonly hurrying?: AbortSignal;
  /** Called when every part is up, before the probe order, to undo leftover faults of a killed run. */
  readonly whenUp?: (driver: Driver) => Promise<void>;
  /** Called when a part is healthy again after a crash. */
  readonly whenRestarted?: (driver: Driver, part: string) => Promise<void>;
  /** Added to the environment of a service at each start, once all parts have been up. Native runtime only. */
  readonly environmentOf?: (driver: Driver, service: string) => Promise<Readonly<Record<string, string>>>;
  /** Join once it is ready, in this order. */
  readonly extraParts?: readonly ExtraPart[];
  /** Start Grafana too if it is installed, otherwise explain how to install it. Readiness does not wait for it. */
  readonly grafana?: boolean;
  /** Only brokers and database. For tests with their own services. */
  readonly backendsOnly?: boolean;
}

export interface RunningStack {
  readonly driver: Driver;
  state(): StackState;
  /** From the first preflight to ready, milliseconds. */
  readonly tookMs: number;
  /** Resolves when another command requests a stop (`npm run stage -- down`) and waits for it: call stop. */
  readonly askedToStop: Promise<void>;
  /** Drains and stops everything, services first. Nothing is running when it resolves. */
  stop(): Promise<void>;
}

/** A second caller waits for the first. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | undefined;
  return () => (going ??= work());
}
