import type { Driver } from './driver.js';
import type { Progress } from './progress.js';
import type { Settings } from './settings.js';
import type { StackState } from './state.js';

/** A process that joins the stack once it is ready and leaves it first: the light stream of orders. */
export interface ExtraPart {
  readonly name: string;
  readonly program: string;
  readonly given: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartOptions {
  readonly settings: Settings;
  /** Begin without the data of earlier runs. */
  readonly fresh?: boolean;
  readonly progress: Progress;
  /** The wish to stop while it is still starting. */
  readonly stopping?: AbortSignal;
  /** The wish not to wait for a part to drain. */
  readonly hurrying?: AbortSignal;
  /** Called when every part is up, before the probe order: the moment to undo what a killed run had broken. */
  readonly whenUp?: (driver: Driver) => Promise<void>;
  /** Called when a part that fell over by itself answers again. */
  readonly whenRestarted?: (driver: Driver, part: string) => Promise<void>;
  /** Join once it is ready, in this order. */
  readonly extraParts?: readonly ExtraPart[];
  /** Start Grafana too where it is installed, and say how to have it where it is not. Nobody waits for it. */
  readonly grafana?: boolean;
  /** Only what the services stand on: brokers and database. For tests that bring services of their own. */
  readonly backendsOnly?: boolean;
}

export interface RunningStack {
  readonly driver: Driver;
  state(): StackState;
  /** From the first preflight to ready, milliseconds. */
  readonly tookMs: number;
  /** Resolves when somebody else asks for the end (`npm run stage -- down`). The asker waits: call stop. */
  readonly askedToStop: Promise<void>;
  /** Drains and stops everything, services first. Nothing is left when it resolves. */
  stop(): Promise<void>;
}

/** The second caller waits for the first one's work. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | undefined;
  return () => (going ??= work());
}
