import type { Driver } from './driver.js';
import { openNativeClient } from './drivers/native/client.js';
import { isAlive } from './processes/identity.js';
import { readState, type StackState } from './state.js';

/** The state of the stack whose supervisor runs now; undefined when there is none, or only what a crash left. */
export function runningState(stateFolder: string): StackState | undefined {
  const state = readState(stateFolder);
  return state && isAlive(state.supervisor) ? state : undefined;
}

/** The way to the parts of the stack that runs from this state folder; undefined when none does. */
export async function connectToStack({ stateFolder }: { stateFolder: string }): Promise<Driver | undefined> {
  const state = runningState(stateFolder);
  return state?.supervisor.control ? openNativeClient(state) : undefined;
}
