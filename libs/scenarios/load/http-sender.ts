import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
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
  const { origin, connections } = options;
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
    send: (request: HttpRequest) => exchange(pools[sent++ % pools.length]!, request, options),
    close: () => Promise.all(pools.map((pool) => pool.destroy())),
  };
}

/**
 * One request and its answer, by undici's callbacks: its promises and streams would cost the generator, which shares the
 * machine with what it measures, a tenth more.
 */
function exchange(pool: Pool, request: HttpRequest, options: HttpSenderOptions): Promise<Answer> {
  const { timeoutMs, hangsUp = true } = options;
  return new Promise((resolve) => {
    let sending: Dispatcher.DispatchController | undefined;
    let timedOut = false;
    let status = 0;
    const text: Buffer[] = [];
    const hangUp = () => hangsUp && sending?.abort(new Error('nobody waits for the answer any more'));
    const timer = setTimeout(() => {
      timedOut = true;
      resolve({ ending: 'timed-out', status: null, id: null });
      hangUp();
    }, timeoutMs);
    const answered = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const { method, path, body } = request;
    const headers = { 'content-type': 'application/json', ...request.headers };
    pool.dispatch(
      { method, path, headers, body: body === undefined ? null : JSON.stringify(body) },
      {
        onRequestStart: (controller) => {
          sending = controller;
          // It waited for a connection all the time.
          if (timedOut) hangUp();
        },
        onResponseStart: (_, statusCode) => void (status = statusCode),
        onResponseData: (_, chunk) => void text.push(chunk),
        onResponseEnd: () => answered(answerOf(status, text, options)),
        onResponseError: () => answered({ ending: 'unreachable', status: null, id: null }),
      },
    );
  });
}

function answerOf(status: number, text: Buffer[], { alsoAnswers, idField }: HttpSenderOptions): Answer {
  if (status >= 500) return { ending: 'failed', status, id: null };
  if (status >= 400 && !alsoAnswers?.includes(status)) return { ending: 'refused', status, id: null };
  return { ending: 'accepted', status, id: idIn(Buffer.concat(text).toString(), idField) };
}

function idIn(text: string, field: string): string | null {
  try {
    const id = (JSON.parse(text) as Record<string, unknown>)[field];
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
