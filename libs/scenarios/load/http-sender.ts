import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pool, type Dispatcher } from 'undici';
import type { Answer } from './generate.js';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Uploaded as a form, instead of a body: see send-upload.ts. */
  file?: string | undefined;
}

export interface HttpSenderOptions {
  /** http://127.0.0.1:17001 */
  origin: string;
  /** Connections kept open. If all are busy, requests wait in the client, and the wait is part of their latency. */
  connections: number;
  /** From sending to the end of the answer. */
  timeoutMs: number;
  /** Field of the JSON answer with the id of what was accepted. */
  idField: string;
  /** Statuses below 500 that count as accepted, besides 2xx. */
  alsoAnswers?: readonly number[];
  /**
   * False: after the timeout the answer is still received, and discarded. Closing would cost a connection each time.
   */
  hangsUp?: boolean;
}

/** A subset of the connections: with thousands, undici would search longer for a free one than the request takes. */
interface Line {
  pool: Pool;
  free: number;
}
const connectionsPerLine = 64;

/**
 * Sends requests, sequentially or concurrently, over connections that stay open. `send` never rejects. A request that
 * found no free connection before its timeout is not sent at all.
 */
export function openHttpSender(options: HttpSenderOptions) {
  const { origin, connections } = options;
  const lines = Array.from({ length: Math.ceil(connections / connectionsPerLine) }, (_, n): Line => {
    const free = Math.min(connectionsPerLine, connections - n * connectionsPerLine);
    return { free, pool: new Pool(origin, { connections: free, pipelining: 1, keepAliveTimeout: 30_000 }) };
  });
  let turn = 0;
  const lineWithRoom = (): Line | undefined => {
    for (let looked = 0; looked < lines.length; looked++) {
      const line = lines[turn++ % lines.length]!;
      if (line.free > 0) return line;
    }
    return undefined;
  };
  /** Each is offered a line with capacity, and returns whether it still wants it. */
  const waiting: ((line: Line) => boolean)[] = [];
  const giveBack = (line: Line) => {
    line.free += 1;
    while (waiting.length > 0 && !waiting.shift()!(line));
  };
  return {
    /** Opens this many connections in advance, like a proxy's pool: with a trivial request on each. */
    connect: async (count: number): Promise<void> => {
      const hello = async (n: number) => {
        const { body } = await lines[n % lines.length]!.pool.request({ method: 'GET', path: '/' });
        await body.dump();
      };
      await Promise.allSettled(Array.from({ length: Math.min(count, connections) }, (_, n) => hello(n)));
      // A connection is free again a moment after its answer.
      await nextTurn();
    },
    send: (request: HttpRequest): Promise<Answer> =>
      new Promise((resolve) => {
        let hangUp = () => {};
        let timedOut = false;
        const timer = setTimeout(() => {
          timedOut = true;
          resolve({ ending: 'timed-out', status: null, id: null });
          hangUp();
        }, options.timeoutMs);
        const begin = (line: Line): boolean => {
          if (timedOut) return false;
          line.free -= 1;
          hangUp = exchange(line.pool, request, options, (answer) => {
            giveBack(line);
            clearTimeout(timer);
            resolve(answer);
          });
          return true;
        };
        const line = lineWithRoom();
        if (line) begin(line);
        else waiting.push(begin);
      }),
    close: () => Promise.all(lines.map(({ pool }) => pool.destroy())),
  };
}

/**
 * One request and its answer, with undici's callbacks: its promises and streams would cost the generator, which shares
 * the machine with what it measures, a tenth more.
 * @returns closes the connection, if configured
 */
function exchange(
  pool: Pool,
  { method, path, body, headers }: HttpRequest,
  options: HttpSenderOptions,
  answered: (answer: Answer) => void,
): () => void {
  let sending: Dispatcher.DispatchController | undefined;
  let status = 0;
  let again = false;
  const text: Buffer[] = [];
  pool.dispatch(
    {
      ...{ method, path, headers: { 'content-type': 'application/json', ...headers } },
      body: body === undefined ? null : JSON.stringify(body),
    },
    {
      onRequestStart: (controller) => void (sending = controller),
      onResponseStart: (_, statusCode, headers) => {
        status = statusCode;
        again = headers['retry-after'] !== undefined;
      },
      onResponseData: (_, chunk) => void text.push(chunk),
      onResponseEnd: () => answered({ ...answerOf(status, text, options), ...(again && { retryAfter: true }) }),
      onResponseError: () => answered({ ending: 'unreachable', status: null, id: null }),
    },
  );
  return options.hangsUp === false ? () => {} : () => sending?.abort(new Error('the client has given up'));
}

function answerOf(status: number, text: Buffer[], { alsoAnswers, idField }: HttpSenderOptions): Answer {
  if (status >= 500)
    return { ending: 'failed', status, id: null, ...(saysNotStored(text) && { surelyNotStored: true }) };
  if (status >= 400 && !alsoAnswers?.includes(status)) return { ending: 'refused', status, id: null };
  return { ending: 'accepted', status, id: idIn(text, idField) };
}

const saysNotStored = (text: Buffer[]): boolean => fieldOf(text, 'mayBeStored') === false;

function idIn(text: Buffer[], field: string): string | null {
  const id = fieldOf(text, field);
  return typeof id === 'string' ? id : null;
}

/** @returns undefined if there is none, or the text is not JSON */
function fieldOf(text: Buffer[], field: string): unknown {
  try {
    return (JSON.parse(Buffer.concat(text).toString()) as Record<string, unknown>)[field];
  } catch {
    return undefined;
  }
}
