import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PartKind } from './stack.js';

/** What runs the parts: processes of this machine, or containers. */
export const runtimes = ['native', 'compose'] as const;
export type Runtime = (typeof runtimes)[number];

/** down: ended, or never started. paused: frozen by a fault. unwell: running, and not answering its health check. */
export type Health = 'starting' | 'up' | 'unwell' | 'paused' | 'down';

/** The end of a process that nobody here had asked for. */
export interface Crash {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** null when a signal ended it, or when it could not be started at all. */
  readonly exitCode: number | null;
  /** `SIGKILL`; null when it ended in its own way. */
  readonly signal: string | null;
  /** What its log said last, oldest first. */
  readonly lastLines: readonly string[];
}

/** Why a part is down, or frozen. */
export type Down =
  /** Broken on purpose: it stays so until the fault is undone. */
  | { readonly because: 'fault'; readonly fault: string; readonly scenario: string | null }
  /** Nobody asked for it. `startsAgainAt` (ISO 8601, UTC) is null while nobody watches the parts. */
  | { readonly because: 'crash'; readonly startsAgainAt: string | null }
  /** Somebody stopped or killed it through the driver: it stays down until somebody starts it. */
  | { readonly because: 'by hand' }
  | { readonly because: 'not started' };

/** One part of the stack as tools see it. */
export interface PartState {
  readonly name: string;
  readonly kind: PartKind;
  /** null while it is down. */
  readonly pid: number | null;
  /** ISO 8601, UTC: when this process began; null while it is down. */
  readonly startedAt: string | null;
  /** Tells this process from a later one with the same pid: see processes/identity.ts. */
  readonly startMark: string | null;
  /** http://127.0.0.1:port, or 127.0.0.1:port of a broker or database; null for a part that listens to nobody. */
  readonly address: string | null;
  /** Port name to port number. */
  readonly ports: Readonly<Record<string, number>>;
  readonly health: Health;
  /** Absolute path of what it prints. */
  readonly log: string;
  /** null unless it is down or frozen. */
  readonly down: Down | null;
  /** The last one since the stack started; it stays known once the part is up again. */
  readonly crash: Crash | null;
  /** How often it was started again after a crash since the stack started. */
  readonly restarts: number;
}

export type Phase = 'starting' | 'ready' | 'stopping';

/** .eventstage/state.json, described in docs/state.md. `version` is raised when a field changes its meaning. */
export interface StackState {
  readonly version: 1;
  readonly runtime: Runtime;
  readonly phase: Phase;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly readyAt: string | null;
  readonly portBase: number;
  readonly supervisor: {
    readonly pid: number;
    readonly startMark: string;
    /** Loopback HTTP; null until it listens. Requests carry `authorization: Bearer <token>`. */
    readonly control: string | null;
    readonly token: string;
  };
  /** Where PostgreSQL, Kafka and Prometheus keep their data. */
  readonly dataFolders: Readonly<Record<string, string>>;
  readonly parts: readonly PartState[];
}

export const stateFile = (stateFolder: string): string => join(stateFolder, 'state.json');

/** The state as last written, or undefined when no stack was started here or it stopped in good order. */
export function readState(stateFolder: string): StackState | undefined {
  let text: string;
  try {
    text = readFileSync(stateFile(stateFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const state = JSON.parse(text) as StackState;
  if (state.version !== 1) throw new Error(`${stateFile(stateFolder)} is of version ${state.version}, expected 1`);
  return state;
}

/** Replaces the file in one step, so that a reader never sees half of it. Only its owner may read it: it holds a token. */
export function writeState(stateFolder: string, state: StackState): void {
  const file = stateFile(stateFolder);
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}
