import { isAlive } from '#processes';
import { runningState } from './connect.js';
import { stopCompose } from './drivers/compose/compose-stack.js';
import { openNativeClient } from './drivers/native/client.js';
import { clearLeftovers } from './preflight/leftovers.js';
import { timed, type Progress } from './progress.js';
import type { Settings } from './settings.js';
import { readState } from './state.js';
import { waitFor } from './wait.js';

const stopLimitMs = 90_000;

/**
 * Stops the running stack, whichever process started it, and the leftovers of a killed one.
 * @returns what was found; nothing is running when it resolves
 */
export async function stopRunning(
  settings: Settings,
  progress: Progress,
): Promise<'stopped' | 'cleared up' | 'nothing ran'> {
  if (settings.runtime === 'compose') return stopCompose(settings, progress);
  const { stateFolder } = settings;
  const state = runningState(stateFolder);
  if (!state) {
    const left = readState(stateFolder) !== undefined;
    await clearLeftovers(stateFolder, progress);
    return left ? 'cleared up' : 'nothing ran';
  }
  const { supervisor } = state;
  await timed(progress, `stopping the stack (supervisor ${supervisor.pid})`, async () => {
    if (supervisor.control) await openNativeClient(state).shutDown();
    else process.kill(supervisor.pid, 'SIGTERM');
    const gone = () => readState(stateFolder) === undefined || !isAlive(supervisor);
    await waitFor({ what: 'the supervisor to stop everything', limitMs: stopLimitMs }, gone);
  });
  await clearLeftovers(stateFolder, progress);
  return 'stopped';
}
