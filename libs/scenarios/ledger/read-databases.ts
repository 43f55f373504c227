import { openDatabase, type Database } from '#database';
import { effectOwners, type EffectOwner, type FoundEffect, type StoredOrder } from './account.js';

/** Where the auditor reads: a role that may read every database and write none. */
export interface AuditorDatabases {
  order: Database;
  effects: Record<EffectOwner, Database>;
  close(): Promise<void>;
}

/** @param urlOf returns the address of a database: postgres://auditor:...@127.0.0.1:17054/<database> */
export function openAuditorDatabases(urlOf: (database: string) => string): AuditorDatabases {
  const open = (name: string) => openDatabase({ url: urlOf(name), maxConnections: 1, applicationName: 'auditor' });
  const order = open('order');
  const effects = { member: open('member'), coupon: open('coupon'), review: open('review') };
  const close = async () => void (await Promise.all([order, ...Object.values(effects)].map((one) => one.close())));
  return { order, effects, close };
}

const idsAtOnce = 20_000;

/** The auditor's own queries of each service's table of effects. They share nothing with the code that wrote them. */
const effectTables: Record<EffectOwner, { table: string; at: string }> = {
  member: { table: 'points_entries', at: 'earned_at' },
  coupon: { table: 'redemptions', at: 'decided_at' },
  review: { table: 'invitations', at: 'invited_at' },
};

/** Milliseconds since 1970 with fractions. */
const epochMs = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** The order service's rows of these orders. */
export async function readOrders(database: Database, orderIds: readonly string[]): Promise<Map<string, StoredOrder>> {
  const found = new Map<string, StoredOrder>();
  for (const ids of chunks(orderIds)) {
    const { rows } = await database.query<{ id: string } & StoredOrder>(
      `SELECT order_id::text AS id, design, coupon_code IS NOT NULL AS "hasCoupon", ${epochMs('placed_at')} AS "placedAt"
       FROM orders WHERE order_id = ANY($1::uuid[]) AND status = 'placed'`,
      [ids],
    );
    for (const { id, ...order } of rows) found.set(id, order);
  }
  return found;
}

/** Orders with status placed, oldest first. */
export async function readPlacedIds(database: Database, sinceMs = 0): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT order_id::text AS id FROM orders
     WHERE status = 'placed' AND placed_at >= to_timestamp($1::float8 / 1000) ORDER BY placed_at`,
    [sinceMs],
  );
  return rows.map(({ id }) => id);
}

/** How often a service did its part for each of these orders, and when first. */
export async function readEffects(
  databases: AuditorDatabases,
  owner: EffectOwner,
  orderIds: readonly string[],
): Promise<Map<string, FoundEffect>> {
  const { table, at } = effectTables[owner];
  const found = new Map<string, FoundEffect>();
  for (const ids of chunks(orderIds)) {
    const { rows } = await databases.effects[owner].query<{ id: string } & FoundEffect>(
      `SELECT order_id::text AS id, count(*)::int AS count, ${epochMs(`min(${at})`)} AS "firstAt"
       FROM ${table} WHERE order_id = ANY($1::uuid[]) GROUP BY order_id`,
      [ids],
    );
    for (const { id, ...effect } of rows) found.set(id, effect);
  }
  return found;
}

/** Orders for which any service did its part more than once, over everything ever stored. */
export async function readDoubledIds(databases: AuditorDatabases): Promise<string[]> {
  const perOwner = await Promise.all(
    effectOwners.map(async (owner) => {
      const { rows } = await databases.effects[owner].query<{ id: string }>(
        `SELECT order_id::text AS id FROM ${effectTables[owner].table} GROUP BY order_id HAVING count(*) > 1`,
      );
      return rows.map(({ id }) => id);
    }),
  );
  return [...new Set(perOwner.flat())];
}

/** Orders whose event is in the order service's outbox, or was set aside and waits for an operator. */
export async function readOutbox(database: Database): Promise<Set<string>> {
  const { rows } = await database.query<{ key: string }>(
    `SELECT key FROM outbox WHERE topic = 'order.placed'
     UNION SELECT key FROM outbox_set_aside WHERE topic = 'order.placed'`,
  );
  return new Set(rows.map(({ key }) => key));
}

/** The trace in which an order was placed; null if it had none, undefined if the order does not exist. */
export async function readTraceId(database: Database, orderId: string): Promise<string | null | undefined> {
  const { rows } = await database.query<{ trace_id: string | null }>(
    'SELECT trace_id FROM orders WHERE order_id = $1::uuid',
    [orderId],
  );
  return rows[0]?.trace_id;
}

function* chunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += idsAtOnce) yield ids.slice(from, from + idsAtOnce);
}
