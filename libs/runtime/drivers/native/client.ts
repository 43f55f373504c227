import type { Driver } from '../../driver.js';
import { oneOf } from '../../nearest.js';
import { NotPossible } from '../../not-possible.js';
import type { PartState, StackState } from '../../state.js';

/** The actions that the supervisor's control API (control.ts) offers for a part. */
export const actions = ['kill', 'stop', 'start', 'restart', 'pause', 'resume'] as const;
export type Action = (typeof actions)[number];

/** Starting a part takes seconds, draining a broker a while longer. */
const requestLimitMs = 120_000;

/** The native driver in other processes: calls the supervisor named in state.json. */
export function openNativeClient(state: StackState): Driver & { shutDown(): Promise<void> } {
  const { control, token } = state.supervisor;

  async function ask<T>(method: string, path: string): Promise<T> {
    let response: Response;
    try {
      response = await fetch(`${control ?? ''}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(requestLimitMs),
      });
    } catch (cause) {
      throw new NotPossible('The stack does not respond: it is stopping or gone; see `npm run stage -- status`.', {
        cause,
      });
    }
    const body = (await response.json()) as { error?: string };
    if (response.ok) return body as T;
    throw new NotPossible(body.error ?? `The stack answered ${response.status} to ${method} ${path}.`);
  }
  const act = (action: Action | `scale/${number}`, part: string) =>
    ask<void>('POST', `/parts/${encodeURIComponent(part)}/${action}`);
  return {
    runtime: 'native',
    parts: () => ask<PartState[]>('GET', '/parts'),
    kill: (part) => act('kill', part),
    stop: (part) => act('stop', part),
    start: (part) => act('start', part),
    restart: (part) => act('restart', part),
    pause: (part) => act('pause', part),
    resume: (part) => act('resume', part),
    address: (part, port) => addressOf(state.parts, part, port),
    scale: (part, instances) => act(`scale/${instances}`, part),
    shutDown: () => ask('POST', '/shut-down'),
  };
}

/** @throws NotPossible if there is no such part or port */
export function addressOf(parts: readonly PartState[], part: string, port?: string): string {
  const name = oneOf(
    'part',
    part,
    parts.map((one) => one.name),
  );
  const { ports } = parts.find((one) => one.name === name) as PartState;
  const portName = port ?? Object.keys(ports)[0] ?? '';
  const number = ports[oneOf(`port of ${name}`, portName, Object.keys(ports))];
  return portName === 'http' ? `http://127.0.0.1:${number}` : `127.0.0.1:${number}`;
}
