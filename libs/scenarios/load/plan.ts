import type { ArrivalPattern, Segment } from './arrivals.js';
import type { HttpRequest } from './http-sender.js';
import { orderBody } from './orders.js';
import type { Random } from './seeded.js';

/** Everything the load process needs to know; sent to it as JSON (where Infinity is written null). */
export interface LoadPlan {
  /** Names the stream in rows and files. */
  name: string;
  requests: RequestKind;
  origin: string;
  seed: number;
  pattern: ArrivalPattern;
  /** `seconds: null` goes on until the process is told to stop. */
  segments: { seconds: number | null; ratePerSecond: number }[];
  timeoutMs: number;
  connections: number;
  /** Every outcome goes here, one JSON document a line; null for none. */
  outcomesFile: string | null;
  /** Ends when its standard input ends, so that it never outlives the one who started it. */
  endsWithInput: boolean;
}

/** How the requests of one kind are made, and which field of the answer names what was accepted. */
interface RequestMaker {
  idField: string;
  make: (random: Random) => HttpRequest;
}

/** A new kind of load is one entry here. */
const requestKinds = {
  orders: { idField: 'orderId', make: (random) => post('/orders', orderBody(random)) },
  'coupled-orders': { idField: 'orderId', make: (random) => post('/coupled/orders', orderBody(random)) },
} satisfies Record<string, RequestMaker>;

export type RequestKind = keyof typeof requestKinds;

export const requestMaker = (kind: RequestKind): RequestMaker => requestKinds[kind];

export const segmentsOf = (plan: LoadPlan): Segment[] =>
  plan.segments.map(({ seconds, ratePerSecond }) => ({ seconds: seconds ?? Infinity, ratePerSecond }));

function post(path: string, body: unknown): HttpRequest {
  return { method: 'POST', path, body };
}
