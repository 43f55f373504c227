import type { Driver } from './driver.js';
import { openComposeDriver } from './drivers/compose/compose-driver.js';
import { openNativeClient } from './drivers/native/client.js';
import { isAlive } from './processes/identity.js';
import type { Settings } from './settings.js';
import { readState, type Phase, type StackState } from './state.js';

/** The state of the stack whose supervisor runs now; undefined when there is none, or only what a crash left. */
export function runningState(stateFolder: string): StackState | undefined {
  const state = readState(stateFolder);
  return state && isAlive(state.supervisor) ? state : undefined;
}

/** What tells one stack of this machine from another. */
type Place = Pick<Settings, 'root' | 'stateFolder' | 'portBase' | 'runtime'>;

/** The way to the parts of the stack that runs here; undefined when none does. */
export async function connectToStack(settings: Place): Promise<Driver | undefined> {
  if (settings.runtime === 'compose') return openComposeDriver(settings);
  const state = runningState(settings.stateFolder);
  return state?.supervisor.control ? openNativeClient(state) : undefined;
}

/**
 * How far the stack is that runs here; undefined when none does. Containers that somebody started with `docker compose up`
 * have nobody to say so for them: they are starting while one of them is.
 */
export async function phaseOf(settings: Place): Promise<Phase | undefined> {
  const state = runningState(settings.stateFolder);
  if (state?.runtime === (settings.runtime ?? 'native')) return state.phase;
  if (settings.runtime !== 'compose') return undefined;
  const parts = (await (await openComposeDriver(settings))?.parts()) ?? [];
  if (parts.every(({ pid }) => pid === null)) return undefined;
  return parts.some(({ health }) => health === 'starting') ? 'starting' : 'ready';
}
