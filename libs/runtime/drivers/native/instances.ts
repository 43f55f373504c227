import { createServer, type AddressInfo } from 'node:net';
import type { PlacedPart } from '../../stack.js';
import { answersHttp, type Launch } from './launch.js';

/** An additional instance of a part, and its port. */
export interface Instance {
  readonly part: string;
  readonly port: number;
}

/** Another instance of a service, on its own port that only Prometheus needs: it shares the work of its group. */
export async function anotherInstance(placed: PlacedPart, launch: Launch, name: string): Promise<[PlacedPart, Launch]> {
  const http = await freePort();
  const instance: Launch = {
    ...launch,
    env: { ...launch.env, PORT: String(http) },
    answers: () => answersHttp(`http://127.0.0.1:${http}/readyz`),
  };
  return [{ ...placed, name, ports: { http } }, instance];
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
