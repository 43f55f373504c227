import { consumerGroups, groupsPath, type GroupLag } from '#contracts';
import { NotPossible, WaitedTooLong, waitFor, type Driver } from '#runtime';
import { request } from 'undici';
import { now } from '../load/generate.js';
import type { Stage } from './stage.js';
import type { QueueSample } from './recovery.js';

/** The maximum age of the lag watcher's reading. */
export const seenWithinMs = 5_000;

/** Queries the lag watcher for every group, with readings no older than seenWithinMs. */
export async function readGroups(driver: Pick<Driver, 'address'>): Promise<GroupLag[]> {
  const response = await request(driver.address('lag-watcher') + groupsPath, { signal: AbortSignal.timeout(2_000) });
  if (response.statusCode !== 200) throw new Error(`the lag watcher answered ${response.statusCode}`);
  return (await response.body.json()) as GroupLag[];
}

/** The consumer groups of this stack, each named like its service. Groups of other programs are ignored. */
export async function groupsOf(driver: { parts(): Promise<readonly { name: string }[]> }): Promise<string[]> {
  const parts = (await driver.parts()).map(({ name }) => name);
  return consumerGroups.map(({ name }) => name).filter((name) => parts.includes(name));
}

/** The parts of a stage that are used here. */
interface Watched extends Pick<Stage, 'stopping'> {
  readonly driver: Pick<Driver, 'address'>;
}

/**
 * Waits until nothing is left for any of these groups, all of which the lag watcher must know.
 * @param onLook called with what is left, at each reading that found something
 * @throws WaitedTooLong, which names what is left
 */
export async function untilEmpty(
  { driver, stopping }: Watched,
  groups: readonly string[],
  limitSeconds: number,
  onLook: (left: string) => void = () => {},
): Promise<void> {
  const what = `the queues of ${groups.join(', ')} to drain`;
  await waitFor({ what, limitMs: limitSeconds * 1_000, everyMs: 250, signal: stopping }, async () => {
    const found = new Map((await readGroups(driver)).map(({ group, lag }) => [group, lag]));
    const waiting = groups.filter((group) => found.get(group) !== 0);
    if (waiting.length === 0) return true;
    const left = waiting.map((group) => `${group}: ${found.get(group) ?? 'not known'}`).join(', ');
    onLook(left);
    throw new Error(left);
  });
}

/**
 * Waits until all queues are empty, so that each run starts with nothing from the one before.
 * @throws NotPossible if they are not within the limit
 */
export async function settled(stage: Pick<Stage, 'driver' | 'stopping'>, limitSeconds: number): Promise<void> {
  try {
    await untilEmpty(stage, await groupsOf(stage.driver), limitSeconds);
  } catch (error) {
    if (!(error instanceof WaitedTooLong)) throw error;
    const look = 'See `npm run stage -- status`, and run it again once the queues are empty.';
    throw new NotPossible(`The run cannot start: ${error.message}. ${look}`, { cause: error });
  }
}

/**
 * Like untilEmpty, but reports what is left from time to time, and leaves what remains at the limit to the verdict.
 * @returns false if the limit was reached, which is reported; throws only if the user aborts
 */
export async function queuesEmpty(
  stage: Watched & Pick<Stage, 'progress'>,
  groups: readonly string[],
  limitSeconds: number,
  sayEveryMs = 2_000,
): Promise<boolean> {
  let saidAt = now();
  const say = (left: string) => {
    if (now() - saidAt < sayEveryMs) return;
    saidAt = now();
    stage.progress(`         left in the queues: ${left}`);
  };
  return cameTrue(stage, untilEmpty(stage, groups, limitSeconds, say));
}

/** @returns false if the condition was not met in time, which is reported; throws only if the user aborts */
export async function cameTrue(
  { stopping, progress }: Pick<Stage, 'stopping' | 'progress'>,
  waiting: Promise<unknown>,
): Promise<boolean> {
  try {
    await waiting;
    return true;
  } catch (error) {
    stopping.throwIfAborted();
    progress((error as Error).message);
    return false;
  }
}

/** Readings of the queues, once a second while they are watched. */
export interface QueueWatch {
  /** By consumer group. */
  readonly queues: Readonly<Record<string, QueueSample[]>>;
  stop(): void;
}

/**
 * If the lag watcher does not answer, or knows no lag for a group, that second is missing from the samples: nothing is
 * interpolated.
 */
export function watchQueues(driver: Driver): QueueWatch {
  const queues: Record<string, QueueSample[]> = {};
  const look = async () => {
    for (const { group, lag, ...seen } of await readGroups(driver)) {
      const { ageSeconds, drainSeconds, members } = seen;
      if (lag === null) continue;
      const published = seen.partitions.reduce((sum, { end }) => sum + end, 0);
      (queues[group] ??= []).push({ at: now(), lag, ageSeconds, drainSeconds, members, published });
    }
  };
  const lookAndGoOn = () => void look().catch(() => {});
  lookAndGoOn();
  const timer = setInterval(lookAndGoOn, 1_000);
  return { queues, stop: () => clearInterval(timer) };
}
