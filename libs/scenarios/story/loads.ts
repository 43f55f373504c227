import type { LoadStream } from '../engine/design.js';

const orders = { name: 'orders', part: 'order', pattern: 'poisson', timeoutMs: 10_000, connections: 256 } as const;

/** The loads that a story may ask for, by the name it calls them. Each accepted request is an order that the ledger accounts for. */
export const storyLoads = {
  orders: {
    ...{ ...orders, requests: 'orders' },
    describes: 'orders that are published as events and handled asynchronously',
  },
  'coupled-orders': {
    ...{ ...orders, requests: 'coupled-orders' },
    describes: 'orders for which the order service calls every other service before it responds',
  },
} as const satisfies Record<string, LoadStream>;
