import type { Driver } from '#runtime';
import type { Stage } from '../engine/stage.js';
import { readGroups } from '../engine/watch-queue.js';

export const group = 'video-worker';
const workersInTheEnd = 3;

/** Two more workers for the rest of the run. @returns the way to send them home */
export async function addWorkers({ driver, progress }: Stage): Promise<() => Promise<void>> {
  progress(`         two more workers join, ${workersInTheEnd} in all`);
  await driver.scale(group, workersInTheEnd);
  return () => driver.scale(group, 1);
}

/** Looks once a second how many workers share the queue. */
export function countMembers(driver: Driver): { most: () => number; stop: () => void } {
  let most = 0;
  const look = async () => {
    const workers = (await readGroups(driver)).find((one) => one.group === group);
    most = Math.max(most, workers?.members ?? 0);
  };
  const lookAndGoOn = () => void look().catch(() => {});
  lookAndGoOn();
  const timer = setInterval(lookAndGoOn, 1_000);
  return { most: () => most, stop: () => clearInterval(timer) };
}
