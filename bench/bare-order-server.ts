import Fastify from 'fastify';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';

/**
 * The baseline of the order service: Fastify, one pool of the same size, and the same two rows in one statement. No
 * validation, no idempotency, no relay, no spans, no metrics. A separate process, configured by PORT and DATABASE_URL.
 */
interface OrderBody {
  memberId: string;
  items: { sku: string; quantity: number; priceWon: number }[];
  couponCode?: string;
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(`
  CREATE TABLE IF NOT EXISTS bench_orders (LIKE orders INCLUDING ALL);
  CREATE TABLE IF NOT EXISTS bench_outbox (LIKE outbox INCLUDING ALL);
  TRUNCATE bench_orders, bench_outbox`);

const server = Fastify();
server.post<{ Body: OrderBody }>('/orders', async (request, reply) => {
  const { memberId, items, couponCode } = request.body;
  const orderId = uuidv7();
  const placedAt = new Date();
  const totalWon = items.reduce((sum, { quantity, priceWon }) => sum + quantity * priceWon, 0);
  const payload = JSON.stringify({ orderId, memberId, items, totalWon, couponCode, placedAt });
  await pool.query({
    name: 'bare-insert',
    text: `WITH placed AS (
        INSERT INTO bench_orders (order_id, member_id, items, total_won, coupon_code, request_hash, placed_at, design, status)
        VALUES ($1, $2, $3, $4, $5, '', $6, 'events', 'placed'))
      INSERT INTO bench_outbox (event_id, topic, key, headers, payload) VALUES ($7, 'order.placed', $1::text, '{}', $8)`,
    values: [orderId, memberId, JSON.stringify(items), totalWon, couponCode ?? null, placedAt, uuidv7(), payload],
  });
  return reply.status(201).send({ orderId, totalWon });
});
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });

process.on('SIGTERM', () => void server.close().then(() => pool.end()));
