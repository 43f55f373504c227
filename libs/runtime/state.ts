import { join } from 'node:path';
import { NotPossible } from './not-possible.js';
import { shellWord } from './shell-word.js';
import type { PartKind } from './stack.js';
import { readJson, writeWhole } from './whole-file.js';

/** What runs the parts: processes of this machine, or containers. */
export type Runtime = 'native' | 'compose';

/** down: exited, or never started. paused: frozen by a fault. unwell: running, but failing its health check. */
export type Health = 'starting' | 'up' | 'unwell' | 'paused' | 'down';

/** An unexpected exit of a process. */
export interface Crash {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** null if a signal ended it, or if it could not be started at all. */
  readonly exitCode: number | null;
  /** `SIGKILL`; null if it exited by itself. */
  readonly signal: string | null;
  /** Its last log lines, oldest first. */
  readonly lastLines: readonly string[];
}

/** Why a part is down, or frozen. */
export type Down =
  /** Taken down by a fault: it stays down until the fault is undone. */
  | { readonly because: 'fault'; readonly fault: string; readonly scenario: string | null }
  /** An unexpected exit. `startsAgainAt` (ISO 8601, UTC) is null without a supervisor. */
  | { readonly because: 'crash'; readonly startsAgainAt: string | null }
  /** Stopped or killed through the driver: it stays down until it is started. */
  | { readonly because: 'by hand' }
  | { readonly because: 'not started' };

/** One part of the stack as tools see it. */
export interface PartState {
  readonly name: string;
  readonly kind: PartKind;
  /** null while it is down. */
  readonly pid: number | null;
  /** ISO 8601, UTC: when this process started; null while it is down. */
  readonly startedAt: string | null;
  /** Distinguishes this process from a later one with the same pid: see libs/processes/identity.ts. */
  readonly startMark: string | null;
  /** http://127.0.0.1:port, or 127.0.0.1:port of a broker or database; null for a part without an endpoint. */
  readonly address: string | null;
  /** Port name to port number. */
  readonly ports: Readonly<Record<string, number>>;
  readonly health: Health;
  /** Absolute path of its log. */
  readonly log: string;
  /** null unless it is down or frozen. */
  readonly down: Down | null;
  /** The last crash since the stack started; kept after the restart. */
  readonly crash: Crash | null;
  /** Number of restarts after a crash since the stack started. */
  readonly restarts: number;
}

export type Phase = 'starting' | 'ready' | 'stopping';

/** .eventstage/state.json, described in docs/state.md. `version` is incremented when the meaning of a field changes. */
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

/**
 * The last written state, or undefined if no stack was started here or it stopped cleanly. An empty or truncated file is the result of a
 * power failure: nothing of that run is left, so it counts as none.
 * @throws NotPossible if another version of this program wrote it
 */
export function readState(stateFolder: string): StackState | undefined {
  const file = stateFile(stateFolder);
  const read = readJson(file);
  if (read === undefined || read === 'damaged') return undefined;
  const state = read.value as StackState | null;
  if (typeof state !== 'object' || state === null || !('version' in state)) return undefined;
  const isWhole = Array.isArray(state.parts) && typeof state.supervisor?.pid === 'number';
  if (state.version === 1 && isWhole) return state;
  throw new NotPossible(
    `${file} was written by another version of Eventstage: stop that stack with \`npm run stage -- down\` of the version that started it, or, if it is no longer running, remove the file with \`rm ${shellWord(file)}\`.`,
  );
}

/** Replaces the file atomically. Only its owner can read it, because it contains a token. */
export function writeState(stateFolder: string, state: StackState): void {
  writeWhole(stateFile(stateFolder), `${JSON.stringify(state, null, 2)}\n`, 0o600);
}
