import { createHash } from 'node:crypto';

/** What a buyer asks for, already checked for shape. Prices are in won, whole numbers. */
export interface OrderRequest {
  memberId: string;
  items: { sku: string; quantity: number; priceWon: number }[];
  couponCode?: string;
}

/** How an order reaches the other services: by events after the answer, or by calls before it. */
export type Design = 'events' | 'coupled';

export interface Order extends OrderRequest {
  orderId: string;
  totalWon: number;
  placedAt: Date;
}

/** Makes an order of a request. The id and the moment are given, so that the same input makes the same order. */
export function toOrder(request: OrderRequest, orderId: string, placedAt: Date): Order {
  const totalWon = request.items.reduce((sum, { quantity, priceWon }) => sum + quantity * priceWon, 0);
  return { ...request, orderId, totalWon, placedAt };
}

/** Tells whether a repeated idempotency key comes with the same request: equal requests have equal fingerprints. */
export function fingerprint({ memberId, items, couponCode }: OrderRequest): string {
  const essence = [memberId, couponCode ?? null, items.map(({ sku, quantity, priceWon }) => [sku, quantity, priceWon])];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
