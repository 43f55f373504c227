import type { LoadStream } from '../../engine/design.js';
import type { LoadKind } from '../../engine/load-kind.js';
import { orders } from './orders.js';
import { videos } from './videos.js';
import { vouchers } from './vouchers.js';

/** What a story sends, and the ledger that accounts for it. */
export interface StoryLoad extends LoadStream {
  readonly kind: LoadKind;
}

const order = { name: 'orders', kind: orders, part: 'order', pattern: 'poisson' } as const;
const buyer = { ...order, timeoutMs: 10_000, connections: 256 } as const;

/** Impatient members: they wait for a second, press again up to twice, and then give up. */
const press = { name: 'presses', kind: vouchers, part: 'shop', port: 'rush', pattern: 'poisson' } as const;
const member = { ...press, timeoutMs: 1_000, presses: 3, connections: 1_024, proxied: true } as const;

/** They wait as long as a typical site's proxy. */
const upload = { name: 'uploads', kind: videos, part: 'video', pattern: 'scattered' } as const;
const owner = { ...upload, timeoutMs: 60_000, connections: 64 } as const;

/** The loads that a story may use, by name. */
export const storyLoads: Readonly<Record<string, StoryLoad>> = {
  orders: {
    ...{ ...buyer, requests: 'orders' },
    describes: 'orders that are published as events and handled asynchronously',
  },
  'repeated-orders': {
    // As through a gateway that retries requests without a response for as long as a service takes to start.
    ...{ ...buyer, requests: 'keyed-orders', presses: 60 },
    describes:
      'the same orders, each with an idempotency key; a failed attempt is repeated after half a second, or at once after a timeout, up to 60 attempts',
  },
  'coupled-orders': {
    ...{ ...buyer, requests: 'coupled-orders' },
    describes: 'orders for which the order service calls member, coupon and review before it responds',
  },
  gifticons: {
    ...{ ...member, requests: 'gifticons' },
    describes: 'requests of impatient members for a voucher, which the shop puts in a queue',
  },
  'one-transaction-gifticons': {
    ...{ ...member, requests: 'one-transaction-gifticons' },
    describes: 'the same requests; the shop issues inside the request, in one transaction',
  },
  'one-statement-gifticons': {
    ...{ ...member, requests: 'one-statement-gifticons' },
    describes:
      'the same requests; the shop issues inside the request, and holds no connection during the call to the provider',
  },
  'row-lock-gifticons': {
    ...{ ...member, requests: 'row-lock-gifticons' },
    describes: 'the same requests; the shop issues inside the request, and locks the row of the stock',
  },
  uploads: {
    ...{ ...owner, requests: 'uploads' },
    describes: 'uploads of clips, exactly rate × length of a phase; the site puts the jobs in a queue',
  },
  'waiting-uploads': {
    ...{ ...owner, requests: 'waiting-uploads' },
    describes: 'the same uploads; the site transcodes before it responds',
  },
};

const passer = { pattern: 'poisson', timeoutMs: 10_000 } as const;

/** The bystanders that a story may use, by name. */
export const storyBystanders: Readonly<Record<string, LoadStream>> = {
  shoppers: {
    ...{ ...passer, name: 'shoppers', requests: 'shoppers', part: 'shop', connections: 256 },
    describes: 'ordinary shoppers, who view products and fill their carts',
  },
  pages: {
    ...{ ...passer, name: 'pages', requests: 'video-pages', part: 'video', connections: 64 },
    describes: 'users who browse the list of videos',
  },
};
