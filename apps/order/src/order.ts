import { createHash } from 'node:crypto';

/** A buyer's request, with its shape already checked. Prices are whole numbers, in won. */
export interface OrderRequest {
  memberId: string;
  items: { sku: string; quantity: number; priceWon: number }[];
  couponCode?: string;
}

/** How an order reaches the other services: by events after the response, or by calls before it. */
export type Design = 'events' | 'coupled';

export interface Order extends OrderRequest {
  orderId: string;
  totalWon: number;
  placedAt: Date;
}

/** Turns a request into an order. The id and the time are arguments, so that the same input gives the same order. */
export function toOrder(request: OrderRequest, orderId: string, placedAt: Date): Order {
  const totalWon = request.items.reduce((sum, { quantity, priceWon }) => sum + quantity * priceWon, 0);
  return { ...request, orderId, totalWon, placedAt };
}

/**
 * Identifies the content of a request, to compare a repeated idempotency key: equal requests have equal fingerprints.
 */
export function fingerprint({ memberId, items, couponCode }: OrderRequest): string {
  const essence = [memberId, couponCode ?? null, items.map(({ sku, quantity, priceWon }) => [sku, quantity, priceWon])];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
