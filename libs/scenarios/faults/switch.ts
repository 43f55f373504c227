import { faultsPath, type FaultSettings, type Trouble } from '#contracts';
import { request } from 'undici';
import { faults } from './catalog.js';
import { givenParameters } from './parameters.js';
import type { ActiveFault } from '#runtime';

/** What a part's switch must be set to so that it suffers all the faults that are on for it, and no others. */
export function sumOfSwitches(active: readonly ActiveFault[], part: string): FaultSettings {
  const sum: FaultSettings = {};
  for (const one of active.filter((fault) => fault.part === part)) {
    const fault = faults.find(({ name }) => name === one.fault);
    const { http, messages, ...others } = fault?.switch?.(givenParameters(fault, one.with).amounts) ?? {};
    if (http) sum.http = both(sum.http, http);
    if (messages) sum.messages = both(sum.messages, messages);
    Object.assign(sum, others);
  }
  return sum;
}

const both = (one: Trouble | undefined, other: Trouble): Trouble => ({ ...one, ...other });

const patienceMs = 5_000;

/** @throws when the service does not answer, or refuses */
export async function putSwitch(origin: string, settings: FaultSettings): Promise<void> {
  const response = await request(`${origin}${faultsPath}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
    signal: AbortSignal.timeout(patienceMs),
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) {
    throw new Error(`${origin}${faultsPath} answered ${response.statusCode}: ${text.slice(0, 200)}`);
  }
}
