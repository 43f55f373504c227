import type { HttpRequest } from './http-sender.js';
import { menu } from './orders.js';
import type { Random } from './seeded.js';

/** The requests of ordinary shoppers: list the products, view one, add it to the cart. */
export function shopperRequest(random: Random): HttpRequest {
  const [sku] = menu[Math.floor(random() * menu.length)] as (typeof menu)[number];
  const draw = random();
  if (draw < 0.3) return { method: 'GET', path: '/products' };
  if (draw < 0.7) return { method: 'GET', path: `/products/${sku}` };
  const cart = `cart-${Math.floor(random() * 10_000)}`;
  return { method: 'POST', path: `/carts/${cart}/items`, body: { sku, quantity: 1 + Math.floor(random() * 3) } };
}
