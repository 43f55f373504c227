import { faultsPath, type FaultSettings, type Trouble } from '#contracts';
import { request } from 'undici';
import { faults } from './catalog.js';
import { givenParameters } from './parameters.js';
import type { ActiveFault, Driver, PartState } from '#runtime';

/** The settings of a part's switch for all its active faults. */
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

/** `review` for its second instance, `review-2`; any other name unchanged. */
export function partOfInstance(name: string, parts: readonly PartState[]): string {
  const [, part] = /^(.+)-\d+$/.exec(name) ?? [];
  return parts.find((one) => one.name === part && one.kind === 'service')?.name ?? name;
}

/**
 * Sets the switch of a part and of its other instances that are up and reachable from this machine: in containers only
 * the first one is.
 * @throws if one does not answer, or refuses
 */
export async function putSwitches(driver: Driver, part: string, settings: FaultSettings): Promise<void> {
  await putSwitch(driver.address(part), settings);
  const parts = await driver.parts();
  const further = parts.filter(
    ({ name, health }) => name !== part && health === 'up' && partOfInstance(name, parts) === part,
  );
  await Promise.all(further.flatMap(({ address }) => (address === null ? [] : [putSwitch(address, settings)])));
}

const patienceMs = 5_000;

/** @throws if the service does not answer, or refuses */
async function putSwitch(origin: string, settings: FaultSettings): Promise<void> {
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
