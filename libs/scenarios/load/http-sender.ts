import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pool, errors } from 'undici';
import type { Answer } from './generate.js';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface HttpSenderOptions {
  /** http://127.0.0.1:17001 */
  origin: string;
  /** Connections kept open. When all are busy, requests wait in the client, and the wait is part of their latency. */
  connections: number;
  /** From sending to the end of the answer. */
  timeoutMs: number;
  /** Field of the JSON answer that names what was accepted. */
  idField: string;
  /** Statuses below 500 that count as accepted, besides 2xx. */
  alsoAnswers?: readonly number[];
  /** False: after the time-out the answer is still received, and thrown away. Hanging up costs a connection each time. */
  hangsUp?: boolean;
}

/** undici looks for a free connection one by one: among thousands that would take longer than the request itself. */
const connectionsPerPool = 64;

/** Sends one request after another or many at once over connections that stay open. `send` never rejects. */
export function openHttpSender(options: HttpSenderOptions) {
  const { origin, connections, hangsUp = true } = options;
  const pools = Array.from({ length: Math.ceil(connections / connectionsPerPool) }, () => {
    const share = Math.min(connections, connectionsPerPool);
    return new Pool(origin, { connections: share, pipelining: 1, keepAliveTimeout: 30_000 });
  });
  let sent = 0;
  return {
    /** Opens so many connections before they are needed, as a proxy has them open: with a request each that asks for nothing. */
    connect: async (count: number): Promise<void> => {
      const hello = async (n: number) => {
        const { body } = await pools[n % pools.length]!.request({ method: 'GET', path: '/' });
        await body.dump();
      };
      await Promise.allSettled(Array.from({ length: Math.min(count, connections) }, (_, n) => hello(n)));
      // A connection is free again a moment after its answer.
      await nextTurn();
    },
    send: (request: HttpRequest) => {
      const pool = pools[sent++ % pools.length]!;
      return hangsUp ? send(pool, request, options) : sendAndLeave(pool, request, options);
    },
    close: () => Promise.all(pools.map((pool) => pool.destroy())),
  };
}

async function send(pool: Pool, request: HttpRequest, options: HttpSenderOptions): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs);
  try {
    return await exchange(pool, request, options, abort.signal);
  } catch (error) {
    const timedOut = abort.signal.aborted || error instanceof errors.HeadersTimeoutError;
    return { ending: timedOut ? 'timed-out' : 'unreachable', status: null, id: null };
  } finally {
    clearTimeout(timer);
  }
}

/** As send, but nobody hangs up. */
async function sendAndLeave(pool: Pool, request: HttpRequest, options: HttpSenderOptions): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ ending: 'timed-out', status: null, id: null }), options.timeoutMs);
  });
  const answered = exchange(pool, request, options).catch((): Answer => {
    return { ending: 'unreachable', status: null, id: null };
  });
  const first = await Promise.race([answered, timedOut]);
  clearTimeout(timer);
  return first;
}

async function exchange(
  pool: Pool,
  request: HttpRequest,
  { alsoAnswers, idField }: HttpSenderOptions,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await pool.request({
    method: request.method,
    path: request.path,
    headers: { 'content-type': 'application/json', ...request.headers },
    body: request.body === undefined ? null : JSON.stringify(request.body),
    signal,
  });
  const text = await response.body.text();
  const status = response.statusCode;
  if (status >= 500) return { ending: 'failed', status, id: null };
  if (status >= 400 && !alsoAnswers?.includes(status)) return { ending: 'refused', status, id: null };
  return { ending: 'accepted', status, id: idIn(text, idField) };
}

function idIn(text: string, field: string): string | null {
  try {
    const id = (JSON.parse(text) as Record<string, unknown>)[field];
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
