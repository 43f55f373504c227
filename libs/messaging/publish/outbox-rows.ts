import type { Database, Queries, Transaction } from '#database';
import type { OutgoingMessage } from '../broker.js';

/** What the relay, and whoever looks after it, does with rows of the outbox. */
export interface OutboxRow {
  id: string;
  message: OutgoingMessage;
  /** An earlier row with the same key was set aside. This one must not overtake it. */
  isBehind: boolean;
}

/** A row that no broker will take, or that waits for one of those. */
export interface SetAsideRow {
  id: string;
  eventId: string;
  topic: string;
  key: string | null;
  bytes: number;
  /** When it was set aside, ISO 8601. */
  time: string;
  reason: string;
  /** It is sound itself, and waits so that the order of its key is kept. */
  isBehind: boolean;
}

export interface OutboxState {
  backlogMessages: number;
  oldestAgeSeconds: number;
  setAsideMessages: number;
}

/** One relay of a database publishes at a time: more would be faster and would lose the order of a key. */
const relayLock = 727_001;

/** @returns false when another relay, or whoever moves rows by hand, is at it */
export async function lockOutbox(transaction: Transaction, frozenAfterMs: number): Promise<boolean> {
  const { rows } = await transaction.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1) AS mine, set_config('idle_in_transaction_session_timeout', $2, true)`,
    [relayLock, String(frozenAfterMs)],
    'relay-lock',
  );
  return rows[0]?.mine === true;
}

/** The oldest rows, but for those of some topics. */
export async function oldestRows(queries: Queries, limit: number, without: readonly string[]): Promise<OutboxRow[]> {
  const { rows } = await queries.query<{
    id: string;
    topic: string;
    key: string | null;
    headers: Record<string, string>;
    payload: string | null;
    payload_is_base64: boolean;
    is_behind: boolean;
  }>(
    `SELECT id, topic, key, headers, payload, payload_is_base64,
            coalesce((topic, key) IN (SELECT topic, key FROM outbox_set_aside WHERE key IS NOT NULL), false) AS is_behind
     FROM outbox WHERE topic <> ALL($2::text[]) ORDER BY id LIMIT $1`,
    [limit, without],
    'relay-take',
  );
  return rows.map(({ id, topic, key, headers, payload, payload_is_base64, is_behind }) => {
    const value = payload !== null && payload_is_base64 ? Buffer.from(payload, 'base64') : payload;
    return { id, message: { topic, key, headers, value }, isBehind: is_behind };
  });
}

export async function removeRows(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.query('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [ids], 'relay-remove');
}

export interface ToSetAside {
  id: string;
  reason: string;
  isBehind: boolean;
}

const columns = 'id, event_id, topic, key, headers, payload, payload_is_base64, created_at';

export async function setAside(transaction: Transaction, rows: readonly ToSetAside[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `WITH moved AS (DELETE FROM outbox WHERE id = ANY($1::bigint[]) RETURNING ${columns})
     INSERT INTO outbox_set_aside (${columns}, reason, is_behind)
     SELECT ${columns}, reason, is_behind FROM moved
     JOIN unnest($1::bigint[], $2::text[], $3::boolean[]) AS why(id, reason, is_behind) USING (id)`,
    [rows.map(({ id }) => id), rows.map(({ reason }) => reason), rows.map(({ isBehind }) => isBehind)],
    'relay-set-aside',
  );
}

/** What was set aside, oldest first. */
export async function listSetAside(queries: Queries): Promise<SetAsideRow[]> {
  const { rows } = await queries.query<SetAsideRow & { at: Date }>(
    `SELECT id::text, event_id AS "eventId", topic, key, reason, is_behind AS "isBehind", set_aside_at AS at,
            coalesce(octet_length(payload), 0) AS bytes
     FROM outbox_set_aside ORDER BY outbox_set_aside.id`,
  );
  return rows.map(({ at, ...row }) => ({ ...row, time: at.toISOString() }));
}

/**
 * Puts rows back to where they were in the outbox, before everything of their key that came later.
 * @returns how many
 */
export async function retrySetAside(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [relayLock]);
    return putBack(transaction, 'true', []);
  });
}

/**
 * Deletes a row for good. What waited behind it goes back into the outbox.
 * @returns the row that is gone, and how many went back; undefined when there is no such row
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

export async function outboxState(queries: Queries): Promise<OutboxState> {
  const { rows } = await queries.query<{ messages: number; age: number; set_aside: number }>(
    `SELECT count(*)::int AS messages,
            coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS age,
            (SELECT count(*)::int FROM outbox_set_aside) AS set_aside FROM outbox`,
    [],
    'relay-backlog',
  );
  const { messages = 0, age = 0, set_aside = 0 } = rows[0] ?? {};
  return { backlogMessages: messages, oldestAgeSeconds: age, setAsideMessages: set_aside };
}
