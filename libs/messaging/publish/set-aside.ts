import type { Database, Queries, Transaction } from '#database';
import { relayLock } from './outbox.js';

/** A row that no broker will accept, or that waits for one of those. */
export interface SetAsideRow {
  id: string;
  eventId: string;
  topic: string;
  key: string | null;
  bytes: number;
  /** When it was set aside, ISO 8601. */
  time: string;
  reason: string;
  /** It is sound itself, and waits to keep the order of its key. */
  isBehind: boolean;
}

export interface ToSetAside {
  id: string;
  reason: string;
  isBehind: boolean;
}

const columns = 'id, event_id, topic, key, headers, payload, payload_is_base64, created_at';

export async function setAside(transaction: Transaction, rows: readonly ToSetAside[]): Promise<void> {
  await transaction.query(
    `WITH moved AS (DELETE FROM outbox WHERE id = ANY($1::bigint[]) RETURNING ${columns})
     INSERT INTO outbox_set_aside (${columns}, reason, is_behind)
     SELECT ${columns}, reason, is_behind FROM moved
     JOIN unnest($1::bigint[], $2::text[], $3::boolean[]) AS why(id, reason, is_behind) USING (id)`,
    [rows.map(({ id }) => id), rows.map(({ reason }) => reason), rows.map(({ isBehind }) => isBehind)],
    'relay-set-aside',
  );
}

/** Rows that were set aside, oldest first. */
export async function listSetAside(queries: Queries): Promise<SetAsideRow[]> {
  const { rows } = await queries.query<SetAsideRow & { at: Date }>(
    `SELECT id::text, event_id AS "eventId", topic, key, reason, is_behind AS "isBehind", set_aside_at AS at,
            coalesce(octet_length(payload), 0) AS bytes
     FROM outbox_set_aside ORDER BY outbox_set_aside.id`,
  );
  return rows.map(({ at, ...row }) => ({ ...row, time: at.toISOString() }));
}

/**
 * Puts rows back to their old place in the outbox, before all later rows of their key.
 * @returns how many
 */
export async function retrySetAside(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [relayLock]);
    return putBack(transaction, 'true', []);
  });
}

/**
 * Deletes a row for good. Rows that waited for it return to the outbox.
 * @returns the deleted row, and how many returned; undefined if there is no such row
 */
export async function dropSetAside(
  database: Database,
  id: string,
): Promise<{ dropped: SetAsideRow; putBack: number } | undefined> {
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [relayLock]);
    const dropped = (await listSetAside(transaction)).find((row) => row.id === id);
    if (!dropped) return undefined;
    await transaction.query('DELETE FROM outbox_set_aside WHERE id = $1::bigint', [id]);
    const { topic, key } = dropped;
    return { dropped, putBack: await putBack(transaction, 'topic = $1 AND key = $2', [topic, key]) };
  });
}

async function putBack(transaction: Transaction, where: string, values: readonly unknown[]): Promise<number> {
  const { rowCount } = await transaction.query(
    `WITH moved AS (DELETE FROM outbox_set_aside WHERE ${where} RETURNING ${columns})
     INSERT INTO outbox (${columns}) SELECT ${columns} FROM moved`,
    values,
  );
  return rowCount ?? 0;
}
