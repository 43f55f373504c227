import { faultEffectsPath, type FaultEffects } from '#contracts';
import { endOf, type Crash, type Driver, type PartState } from '#runtime';
import { request } from 'undici';
import { answersAnything } from './answers.js';
import type { FaultEvidence, FaultScope } from './fault.js';
import type { Given } from './parameters.js';

async function stateOf(driver: Driver, part: string): Promise<PartState | undefined> {
  return (await driver.parts()).find(({ name }) => name === part);
}

/** For faults that end the part's process and leave it down. */
export const processGone: FaultEvidence = {
  says: 'its process is gone, and its address does not respond',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (now?.pid != null || (await answersAnything(before))) return null;
    return `process ${before.pid} is gone, and ${before.address ?? 'it'} does not respond`;
  },
};

/** For faults that leave the process running but unresponsive. */
export const doesNotAnswer: FaultEvidence = {
  says: 'its process exists, but does not respond',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (now?.pid == null || now.startMark !== before.startMark || (await answersAnything(before))) return null;
    return `process ${now.pid} exists, but ${before.address ?? 'it'} does not respond`;
  },
};

/** For faults that replace the part's process. */
export const anotherProcess: FaultEvidence = {
  says: 'another process has taken its place',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (!now || now.pid === null || now.startMark === before.startMark || !(await answersAnything(now))) return null;
    return `process ${before.pid} was replaced by ${now.pid}, which responds`;
  },
};

/** The observable effects of a service's switch. @throws if it does not answer within a second */
export async function effectsOf({ driver }: Pick<FaultScope, 'driver'>, part: string): Promise<FaultEffects> {
  const url = `${driver.address(part)}${faultEffectsPath}`;
  const answer = await request(url, { signal: AbortSignal.timeout(1_000) });
  return (await answer.body.json()) as FaultEffects;
}

/** For faults that affect a share of the work. */
export const countedBySwitch: FaultEvidence = {
  says: 'the service counts requests or messages that it slowed down or failed',
  look: async (scope, { name }) => {
    const { requests, messages } = await effectsOf(scope, name);
    return requests + messages > 0 ? `${requests} requests and ${messages} messages were affected` : null;
  },
};

/** For faults that make the process exit, after which the supervisor restarts it. */
export const endedBy = (says: string, isIts: (crash: Crash, given: Given) => boolean): FaultEvidence => ({
  says,
  look: async ({ driver }, before, sinceMs, given) => {
    const crash = (await stateOf(driver, before.name))?.crash;
    if (!crash || Date.parse(crash.at) < sinceMs || !isIts(crash, given)) return null;
    return `it exited: ${endOf(crash)}`;
  },
});
