import { isAlive } from '#processes';
import type { Driver } from './driver.js';
import { openComposeDriver } from './drivers/compose/compose-driver.js';
import { openNativeClient } from './drivers/native/client.js';
import type { Settings } from './settings.js';
import { readState, type Phase, type StackState } from './state.js';

/** The state of the stack whose supervisor is running; undefined if there is none, or only leftovers of a crash. */
export function runningState(stateFolder: string): StackState | undefined {
  const state = readState(stateFolder);
  return state && isAlive(state.supervisor) ? state : undefined;
}

/** Identifies one stack on this machine. */
type Place = Pick<Settings, 'root' | 'stateFolder' | 'portBase' | 'runtime'>;

/** The driver of the running stack; undefined if none is running. */
export async function connectToStack(settings: Place): Promise<Driver | undefined> {
  if (settings.runtime === 'compose') return openComposeDriver(settings);
  const state = runningState(settings.stateFolder);
  return state?.supervisor.control ? openNativeClient(state) : undefined;
}

/**
 * The phase of the running stack; undefined if none is running. Containers started with `docker compose up` have no supervisor: they
 * are starting while one of them is.
 */
export async function phaseOf(settings: Place): Promise<Phase | undefined> {
  const state = runningState(settings.stateFolder);
  if (state?.runtime === (settings.runtime ?? 'native')) return state.phase;
  if (settings.runtime !== 'compose') return undefined;
  const parts = (await (await openComposeDriver(settings))?.parts()) ?? [];
  if (parts.every(({ pid }) => pid === null)) return undefined;
  return parts.some(({ health }) => health === 'starting') ? 'starting' : 'ready';
}
