import type { Driver } from '#runtime';
import { request } from 'undici';
import type { Stage } from '../engine/stage.js';

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
    const response = await request(`${driver.address('lag-watcher')}/groups`, { signal: AbortSignal.timeout(2_000) });
    const groups = (await response.body.json()) as { group: string; members: number }[];
    most = Math.max(most, groups.find((one) => one.group === group)?.members ?? 0);
  };
  const lookAndGoOn = () => void look().catch(() => {});
  lookAndGoOn();
  const timer = setInterval(lookAndGoOn, 1_000);
  return { most: () => most, stop: () => clearInterval(timer) };
}
