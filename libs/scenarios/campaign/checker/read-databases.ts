import { Client } from 'pg';
import { owners, type Effect, type Facts, type Owner, type StoredOrder } from './facts.js';

/** Where each service stores its effect for an order. Written out again here, independent of the services' own code. */
const tables: Record<Owner, { name: string; at: string; sequence: string }> = {
  member: { name: 'points_entries', at: 'earned_at', sequence: 'entry_id::float8' },
  coupon: { name: 'redemptions', at: 'decided_at', sequence: 'redemption_id::float8' },
  review: { name: 'invitations', at: 'invited_at', sequence: 'NULL::float8' },
};
const outboxes = ['order', ...owners] as const;

export type FromDatabases = Pick<Facts, 'orders' | 'effects' | 'view' | 'unpublished'>;

/**
 * Reads what the services stored, with a read-only role.
 * @param urlOf returns the address of a database
 * @param campaign the prefix of its idempotency keys
 * @param sinceMs ignores earlier effects; milliseconds since 1970
 */
export async function readDatabases(
  urlOf: (database: string) => string,
  campaign: string,
  sinceMs: number,
): Promise<FromDatabases> {
  const rows = async <Row extends object>(database: string, text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new Client({ connectionString: urlOf(database), ssl: false, application_name: 'campaign-checker' });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  // Outboxes first: a message that leaves one in the meantime is found in its topic.
  const unpublished = new Set<string>();
  for (const database of outboxes) {
    const left = await rows<{ topic: string; key: string | null }>(
      database,
      'SELECT topic, key FROM outbox UNION ALL SELECT topic, key FROM outbox_set_aside',
    );
    for (const { topic, key } of left) unpublished.add(`${topic} ${key}`);
  }
  const orders = await rows<StoredOrder>(
    'order',
    `SELECT order_id::text AS "orderId", idempotency_key AS key, coupon_code IS NOT NULL AS "hasCoupon"
     FROM orders WHERE starts_with(idempotency_key, $1)`,
    [campaign],
  );
  const effects = async (owner: Owner): Promise<Effect[]> => {
    const { name, at, sequence } = tables[owner];
    const text = `SELECT order_id::text AS "orderId", ${sequence} AS sequence,
      (extract(epoch FROM ${at}) * 1000)::float8 AS "atMs" FROM ${name} WHERE ${at} >= to_timestamp($1)`;
    return rows<Effect>(owner, text, [sinceMs / 1_000]);
  };
  return {
    orders,
    unpublished,
    effects: { member: await effects('member'), coupon: await effects('coupon'), review: await effects('review') },
    view: await rows(
      'order_view',
      `SELECT event_id AS "eventId", order_id::text AS "orderId" FROM timeline_entries WHERE recorded_at >= to_timestamp($1)`,
      [sinceMs / 1_000],
    ),
  };
}

/** @returns the ids that exist in the order service */
export async function knownOrders(
  urlOf: (database: string) => string,
  ids: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const client = new Client({ connectionString: urlOf('order'), ssl: false, application_name: 'campaign-checker' });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      'SELECT order_id::text AS id FROM orders WHERE order_id::text = ANY($1)',
      [[...ids]],
    );
    return new Set(rows.map(({ id }) => id));
  } finally {
    await client.end();
  }
}
