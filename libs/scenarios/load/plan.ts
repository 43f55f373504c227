import type { ArrivalPattern, Segment } from './arrivals.js';
import type { HttpRequest } from './http-sender.js';
import { gifticonPress, pressPaths, type PressKind } from './gifticons.js';
import { orderBody } from './orders.js';
import type { Random } from './seeded.js';
import { shopperRequest } from './shoppers.js';

/** Everything the load process needs to know; sent to it as JSON (where Infinity is written null). */
export interface LoadPlan {
  /** The name of the stream in rows and files. */
  name: string;
  requests: RequestKind;
  origin: string;
  seed: number;
  pattern: ArrivalPattern;
  /** `seconds: null` continues until the process is told to stop. */
  segments: { seconds: number | null; ratePerSecond: number }[];
  timeoutMs: number;
  /** How often a client tries before it gives up. Default: once. */
  presses?: number;
  /** False: a client that gives up leaves the connection open for the next one, as behind a proxy. */
  hangsUp?: boolean;
  /** The product that is given away, for the requests that need one. */
  sku?: string;
  /** The files to upload, in the order of the requests; cycled. */
  files?: readonly string[];
  /** Prefix of the idempotency keys of keyed orders, unique per load. Default: the name. */
  keys?: string;
  connections: number;
  /** How many connections to open before the schedule begins. Default: none. */
  openBefore?: number;
  /** Every outcome is written here, one JSON document per line; null for none. */
  outcomesFile: string | null;
  /** Ends when its standard input ends, so that it never outlives its parent. */
  endsWithInput: boolean;
}

/** How the requests of one kind are made, and what their answers mean. */
interface RequestMaker {
  /** Field of the answer with the id of what was accepted. */
  idField: string;
  /** Statuses below 500, besides 2xx, that count as a proper answer: `409` when all are gone. */
  alsoAnswers?: readonly number[];
  /** @param n counts up from 0 in schedule order */
  make: (random: Random, n: number, plan: LoadPlan) => HttpRequest;
}

/** A new kind of load is one entry here. */
const requestKinds = {
  orders: { idField: 'orderId', make: (random) => post('/orders', orderBody(random)) },
  // Safe to retry: the key identifies the order.
  'keyed-orders': {
    idField: 'orderId',
    make: (random, n, { name, keys = name }) => ({
      ...post('/orders', orderBody(random)),
      headers: { 'idempotency-key': keyOf(keys, n) },
    }),
  },
  'coupled-orders': { idField: 'orderId', make: (random) => post('/coupled/orders', orderBody(random)) },
  gifticons: { idField: 'requestId', make: pressOf('gifticons') },
  'one-transaction-gifticons': {
    ...{ idField: 'requestId', alsoAnswers: [409] },
    make: pressOf('one-transaction-gifticons'),
  },
  'one-statement-gifticons': { idField: 'requestId', alsoAnswers: [409], make: pressOf('one-statement-gifticons') },
  'row-lock-gifticons': { idField: 'requestId', alsoAnswers: [409], make: pressOf('row-lock-gifticons') },
  uploads: { idField: 'videoId', make: uploadTo('/videos') },
  'waiting-uploads': { idField: 'videoId', make: uploadTo('/waiting/videos') },
  'video-pages': { idField: 'videoId', make: () => ({ method: 'GET', path: '/' }) },
  shoppers: { idField: 'cartId', make: (random) => shopperRequest(random) },
} satisfies Record<string, RequestMaker>;

/** The idempotency key of the n-th keyed order of a load. */
export const keyOf = (load: string, n: number): string => `${load}-${n}`;

export type RequestKind = keyof typeof requestKinds;

export const requestMaker = (kind: RequestKind): RequestMaker => requestKinds[kind];

export const segmentsOf = (plan: LoadPlan): Segment[] =>
  plan.segments.map(({ seconds, ratePerSecond }) => ({ seconds: seconds ?? Infinity, ratePerSecond }));

function post(path: string, body: unknown): HttpRequest {
  return { method: 'POST', path, body };
}

function pressOf(kind: PressKind): RequestMaker['make'] {
  return (_random, n, plan) => gifticonPress(pressPaths[kind], n, plan);
}

function uploadTo(path: string): RequestMaker['make'] {
  return (_random, n, { files = [] }) => ({ method: 'POST', path, file: files[n % files.length] });
}
