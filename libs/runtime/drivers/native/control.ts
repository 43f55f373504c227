import { Guard } from '#guard';
import { timingSafeEqual } from 'node:crypto';
import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Driver } from '../../driver.js';
import { NotPossible } from '../../not-possible.js';
import { actions, type Action } from './client.js';

export interface ControlOptions {
  readonly driver: Driver;
  /** Anybody who can read state.json can use it. */
  readonly token: string;
  readonly shutDown: () => void;
}

/**
 * The supervisor's control API, on its own loopback port: GET /parts, POST /parts/:part/:action (scale/:count to scale it),
 * POST /shut-down.
 * Every response is JSON; a refusal is {error: sentence}, or problem details if a web page is the caller (libs/guard).
 */
export async function serveControl(options: ControlOptions): Promise<{ url: string; close(): Promise<void> }> {
  const guard = new Guard();
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown, contentType = 'application/json') => {
      response.writeHead(status, { 'content-type': contentType });
      response.end(JSON.stringify(body));
    };
    const { method, headers, socket } = request;
    const refusal = guard.refusalOf({ method, headers, localAddress: socket.localAddress });
    if (refusal) {
      const problem = { type: 'about:blank', title: STATUS_CODES[refusal.status], ...refusal };
      return answer(refusal.status, problem, 'application/problem+json');
    }
    handle(options, request).then(
      (body) => (body === undefined ? answer(404, { error: 'There is no such endpoint.' }) : answer(200, body)),
      (error: Error) => answer(error instanceof NotPossible ? 409 : 500, { error: error.message }),
    );
  });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function handle({ driver, token, shutDown }: ControlOptions, request: IncomingMessage): Promise<unknown> {
  if (!isBearer(request.headers.authorization, token))
    throw new NotPossible('The token from state.json is missing or wrong.');
  const [where, part, action, count] = (request.url ?? '').split('/').slice(1).map(decodeURIComponent);
  if (request.method === 'GET' && where === 'parts') return driver.parts();
  if (request.method !== 'POST') return undefined;
  if (where === 'shut-down') {
    shutDown();
    return {};
  }
  if (where === 'parts' && part && action === 'scale') {
    await driver.scale(part, Number(count));
    return {};
  }
  if (where !== 'parts' || !part || !actions.includes(action as Action)) return undefined;
  await driver[action as Action](part);
  return {};
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
