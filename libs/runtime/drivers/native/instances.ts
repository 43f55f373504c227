import { createServer, type AddressInfo } from 'node:net';
import { NotPossible } from '../../not-possible.js';
import type { PlacedPart } from '../../stack.js';
import { answersHttp, type Launch } from './launch.js';

/** More would not help on one machine: a topic has six partitions at the most. */
const mostInstances = 8;

export const instanceName = (part: string, number: number): string => `${part}-${number}`;

/** @throws NotPossible when the part cannot be multiplied, or not so often */
export function assertScalable({ name, kind }: PlacedPart, instances: number): void {
  if (kind !== 'service') throw new NotPossible(`'${name}' is a ${kind}: only services can be scaled.`);
  if (Number.isInteger(instances) && instances >= 1 && instances <= mostInstances) return;
  throw new NotPossible(`${instances} instances are not possible: give a whole number from 1 to ${mostInstances}.`);
}

/** The same service once more, on a port of its own that nobody needs to know: it only shares the work of its group. */
export async function anotherInstance(placed: PlacedPart, launch: Launch, name: string): Promise<[PlacedPart, Launch]> {
  const http = await freePort();
  const instance: Launch = {
    ...launch,
    env: { ...launch.env, PORT: String(http) },
    answers: () => answersHttp(`http://127.0.0.1:${http}/readyz`),
  };
  return [{ ...placed, name, ports: { http } }, instance];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
