import { join } from 'node:path';
import { NotPossible } from './not-possible.js';
import { shellWord } from './shell-word.js';
import type { PartKind } from './stack.js';
import { readJson, writeWhole } from './whole-file.js';

/** What runs the parts: processes of this machine, or containers. */
export type Runtime = 'native' | 'compose';

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

/**
 * The state as last written, or undefined when no stack was started here or it stopped in good order. A file that is empty or
 * cut off is one of a machine that lost its power: nothing of that run is left, so it counts as none.
 * @throws NotPossible when another version of this program wrote it
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
    `${file} was written by another version of Eventstage: end that stack with \`npm run stage -- down\` of the version that started it or, when nothing of it runs any more, remove the file with \`rm ${shellWord(file)}\`.`,
  );
}

/** Replaces the file in one step. Only its owner may read it: it holds a token. */
export function writeState(stateFolder: string, state: StackState): void {
  writeWhole(stateFile(stateFolder), `${JSON.stringify(state, null, 2)}\n`, 0o600);
}
