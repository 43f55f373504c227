import { faultEffectsPath, type FaultEffects } from '#contracts';
import type { Driver, PartState } from '#runtime';
import { request } from 'undici';
import { answersAnything } from './answers.js';
import type { FaultEvidence } from './fault.js';

async function stateOf(driver: Driver, part: string): Promise<PartState | undefined> {
  return (await driver.parts()).find(({ name }) => name === part);
}

/** Of faults that end the part's process and leave it down. */
export const processGone: FaultEvidence = {
  says: 'its process is gone, and nothing answers at its address',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (now?.pid != null || (await answersAnything(before))) return null;
    return `process ${before.pid} is gone, and ${before.address ?? 'it'} does not answer`;
  },
};

/** Of faults that leave the process there and let it do nothing. */
export const doesNotAnswer: FaultEvidence = {
  says: 'its process is there, and answers nothing',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (now?.pid == null || now.startMark !== before.startMark || (await answersAnything(before))) return null;
    return `process ${now.pid} is there, and ${before.address ?? 'it'} does not answer`;
  },
};

/** Of faults that put another process in the place of the one that was there. */
export const anotherProcess: FaultEvidence = {
  says: 'another process answers in its place',
  look: async ({ driver }, before) => {
    const now = await stateOf(driver, before.name);
    if (!now || now.pid === null || now.startMark === before.startMark || !(await answersAnything(now))) return null;
    return `process ${before.pid} was followed by ${now.pid}, which answers`;
  },
};

/** Of faults by the switch inside a service: it counts what it made suffer. */
export const countedBySwitch: FaultEvidence = {
  says: 'the service counts requests or messages that it made slow or failed',
  look: async ({ driver }, { name }) => {
    const answer = await request(`${driver.address(name)}${faultEffectsPath}`, { signal: AbortSignal.timeout(1_000) });
    const { requests, messages } = (await answer.body.json()) as FaultEffects;
    return requests + messages > 0 ? `${requests} requests and ${messages} messages suffered` : null;
  },
};
