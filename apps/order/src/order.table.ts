import type { Migration, Queries, Transaction } from '#database';
import { outboxColumns } from '#messaging';
import type { Design, Order, OrderRequest } from './order.js';

export const orderMigrations: readonly Migration[] = [
  {
    name: '101-orders',
    sql: `
      CREATE TABLE orders (
        order_id        uuid PRIMARY KEY,
        member_id       text NOT NULL,
        items           jsonb NOT NULL,
        total_won       bigint NOT NULL,
        coupon_code     text,
        design          text NOT NULL CHECK (design IN ('events', 'coupled')),
        status          text NOT NULL CHECK (status IN ('pending', 'placed', 'failed')),
        trace_id        text,
        idempotency_key text UNIQUE,
        request_hash    text NOT NULL,
        placed_at       timestamptz NOT NULL,
        finished_at     timestamptz
      );
      CREATE TABLE known_members (member_id text PRIMARY KEY);`,
  },
];

export type Status = 'pending' | 'placed' | 'failed';

export interface OrderRow extends OrderRequest {
  orderId: string;
  totalWon: number;
  design: Design;
  status: Status;
  traceId: string | null;
  placedAt: Date;
  requestHash: string;
}

/** What is stored beside the order itself. */
export interface Bookkeeping {
  traceId: string | undefined;
  idempotencyKey: string | undefined;
  requestHash: string;
}

const orderColumns = `(order_id, member_id, items, total_won, coupon_code, trace_id, idempotency_key, request_hash, placed_at, design, status)`;

const orderValues = (order: Order, kept: Bookkeeping): unknown[] => [
  order.orderId,
  order.memberId,
  JSON.stringify(order.items),
  order.totalWon,
  order.couponCode ?? null,
  kept.traceId ?? null,
  kept.idempotencyKey ?? null,
  kept.requestHash,
  order.placedAt,
];

/**
 * Stores the order and its event in one statement: one round trip, and both or neither.
 * @returns false, with nothing stored, if the idempotency key was used before
 */
export async function insertOrderWithEvent(
  queries: Queries,
  order: Order,
  kept: Bookkeeping,
  outboxRow: readonly unknown[],
): Promise<boolean> {
  const { rowCount } = await queries.query(
    `WITH placed AS (
       INSERT INTO orders ${orderColumns}
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'events', 'placed')
       ON CONFLICT (idempotency_key) DO NOTHING RETURNING order_id)
     INSERT INTO outbox ${outboxColumns} SELECT $10, $11, $12, $13::jsonb, $14 FROM placed`,
    [...orderValues(order, kept), ...outboxRow],
    'insert-order-with-event',
  );
  return rowCount === 1;
}

/** Stores an order that waits for other services. Returns false if the idempotency key was used before. */
export async function insertPendingOrder(queries: Queries, order: Order, kept: Bookkeeping): Promise<boolean> {
  const { rowCount } = await queries.query(
    `INSERT INTO orders ${orderColumns} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'coupled', 'pending')
     ON CONFLICT (idempotency_key) DO NOTHING`,
    orderValues(order, kept),
    'insert-pending-order',
  );
  return rowCount === 1;
}

export async function finishOrder(queries: Queries, orderId: string, status: 'placed' | 'failed'): Promise<void> {
  await queries.query(
    'UPDATE orders SET status = $2, finished_at = clock_timestamp() WHERE order_id = $1',
    [orderId, status],
    'finish-order',
  );
}

const selectOrder = `
  SELECT order_id AS "orderId", member_id AS "memberId", items, total_won::float8 AS "totalWon",
         coupon_code AS "couponCode", design, status, trace_id AS "traceId", placed_at AS "placedAt",
         request_hash AS "requestHash"
  FROM orders`;

export async function findOrder(queries: Queries, orderId: string): Promise<OrderRow | undefined> {
  return (await queries.query<OrderRow>(`${selectOrder} WHERE order_id = $1`, [orderId])).rows[0];
}

export async function findOrderByKey(queries: Queries, idempotencyKey: string): Promise<OrderRow | undefined> {
  return (await queries.query<OrderRow>(`${selectOrder} WHERE idempotency_key = $1`, [idempotencyKey])).rows[0];
}

/** About ten megabytes of member ids. */
const remembered = 100_000;

/**
 * The order service's own list of members, built from member.registered: it can refuse unknown members without calling the member
 * service. Members are never removed, so known ones are cached in the process, up to a limit.
 */
export class KnownMembers {
  private readonly seen = new Set<string>();

  constructor(private readonly queries: Queries) {}

  async has(memberId: string): Promise<boolean> {
    if (this.seen.has(memberId)) return true;
    const { rowCount } = await this.queries.query('SELECT 1 FROM known_members WHERE member_id = $1', [memberId]);
    if (this.seen.size >= remembered) this.seen.clear();
    if (rowCount === 1) this.seen.add(memberId);
    return rowCount === 1;
  }
}

export async function rememberMember(transaction: Transaction, memberId: string): Promise<void> {
  await transaction.query(
    'INSERT INTO known_members VALUES ($1) ON CONFLICT DO NOTHING',
    [memberId],
    'remember-member',
  );
}
