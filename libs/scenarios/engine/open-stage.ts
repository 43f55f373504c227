import type { Driver, PartState } from '#runtime';
import { openFaults } from '../faults/inject.js';
import { announcerTo } from './announce.js';
import type { Stage } from './stage.js';

export interface StageOptions extends Pick<Stage, 'driver' | 'progress' | 'stopping'> {
  readonly stateFolder: string;
  /** Downloads the tool for network faults. If absent, it must already be installed. */
  readonly bringToxiproxy?: (() => Promise<void>) | undefined;
}

/**
 * Makes a running stack ready for a run: nothing is broken or down, and the background load is paused.
 * @returns `close` announces the end of the run and resumes the background load
 * @throws NotPossible if a part does not start
 */
export async function openStage(options: StageOptions): Promise<{ stage: Stage; close: () => Promise<void> }> {
  const { driver, stateFolder, progress, stopping, bringToxiproxy } = options;
  const announcer = announcerTo(driver);
  const faults = openFaults({ stateFolder, driver, announcer, bringToxiproxy });
  for (const { fault, part } of await faults.clearAll())
    progress(`undid a leftover fault of an earlier run: ${fault} ${part}`);
  await startWhatIsDown(driver, progress);
  const stage: Stage = { driver, faults, announcer, progress, stopping };
  const resume = await pauseLightStream(stage);
  const close = async () => {
    await announcer.scenario(null);
    await resume();
  };
  return { stage, close };
}

/** The other parts only observe, and no figure depends on them. The light stream of orders pauses during a scenario. */
const takesPart: readonly PartState['kind'][] = ['broker', 'database', 'service'];

/**
 * Starts the parts that were stopped by hand or crashed, because the effects in a run must be those of its own faults.
 * @throws NotPossible if a part does not start
 */
export async function startWhatIsDown(
  driver: Pick<Driver, 'parts' | 'start'>,
  progress: (line: string) => void,
): Promise<void> {
  for (const { name, kind, health } of await driver.parts()) {
    if (health !== 'down' || !takesPart.includes(kind)) continue;
    progress(`${name} is down: starting it`);
    await driver.start(name);
  }
}

/**
 * The light stream would distort the figures. It is stopped through the fault journal, so that it resumes even if this
 * process is killed.
 */
async function pauseLightStream({ driver, faults, progress }: Stage): Promise<() => Promise<void>> {
  const stream = (await driver.parts()).find(({ kind, health }) => kind === 'load' && health === 'up');
  if (!stream) return async () => {};
  progress('pausing the background load');
  const paused = await faults.inject('stop', stream.name);
  return async () => {
    const stillPaused = faults.active().some(({ fault, part }) => fault === 'stop' && part === stream.name);
    if (stillPaused) await faults.clear(paused);
  };
}
