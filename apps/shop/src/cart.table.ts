import type { Migration, Queries } from '#database';

export const cartMigrations: readonly Migration[] = [
  {
    name: '102-carts',
    sql: `
      CREATE TABLE cart_items (
        cart_id  text NOT NULL,
        sku      text NOT NULL REFERENCES products,
        quantity integer NOT NULL CHECK (quantity > 0),
        put_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (cart_id, sku)
      );`,
  },
];

export interface CartItem {
  sku: string;
  quantity: number;
}

/** The largest quantity of a product in a cart: enough for any shopper, and far from the largest integer. */
export const largestQuantity = 1_000_000;

/**
 * Adds this many of a product to a cart, which is created by its first item.
 * @returns the new quantity; undefined if there is no such product
 */
export async function putIntoCart(
  queries: Queries,
  cartId: string,
  { sku, quantity }: CartItem,
): Promise<number | undefined> {
  const { rows } = await queries.query<{ quantity: number }>(
    `INSERT INTO cart_items (cart_id, sku, quantity) SELECT $1, sku, $3::integer FROM products WHERE sku = $2
     ON CONFLICT (cart_id, sku) DO UPDATE
       SET quantity = least(cart_items.quantity + excluded.quantity, ${largestQuantity}), put_at = clock_timestamp()
     RETURNING quantity`,
    [cartId, sku, quantity],
    'put-into-cart',
  );
  return rows[0]?.quantity;
}

export async function listCart(queries: Queries, cartId: string): Promise<CartItem[]> {
  const { rows } = await queries.query<CartItem>(
    'SELECT sku, quantity FROM cart_items WHERE cart_id = $1 ORDER BY put_at',
    [cartId],
    'list-cart',
  );
  return rows;
}
