import type { Migration, Queries } from '#database';

export const productMigrations: readonly Migration[] = [
  {
    name: '101-products',
    sql: `
      CREATE TABLE products (
        sku       text PRIMARY KEY,
        name      text NOT NULL,
        price_won integer NOT NULL CHECK (price_won >= 0)
      );
      INSERT INTO products VALUES
        ('americano', 'Americano', 4500),
        ('cafe-latte', 'Caffè latte', 5000),
        ('vanilla-latte', 'Vanilla latte', 5500),
        ('cold-brew', 'Cold brew', 5300),
        ('green-tea-latte', 'Green tea latte', 5900),
        ('earl-grey', 'Earl Grey', 4800),
        ('croissant', 'Croissant', 3900),
        ('cheesecake', 'Cheesecake', 6500),
        ('ham-sandwich', 'Ham sandwich', 7200),
        ('tumbler', 'Tumbler', 32000);`,
  },
];

export interface Product {
  sku: string;
  name: string;
  priceWon: number;
}

const selectProducts = 'SELECT sku, name, price_won AS "priceWon" FROM products';

export async function listProducts(queries: Queries): Promise<Product[]> {
  return (await queries.query<Product>(`${selectProducts} ORDER BY sku`, [], 'list-products')).rows;
}

export async function findProduct(queries: Queries, sku: string): Promise<Product | undefined> {
  return (await queries.query<Product>(`${selectProducts} WHERE sku = $1`, [sku], 'find-product')).rows[0];
}
