import { v7 as newId } from 'uuid';
import type { EventContract, EventData } from '#contracts';
import type { Queries, Transaction } from '#database';
import type { OutgoingMessage } from '../broker.js';

/** The columns to fill when a service writes its business row and the outbox row in one statement. */
export const outboxColumns = '(event_id, topic, key, headers, payload)';

export interface Publication {
  /** /eventstage/<service> */
  source: string;
  /** W3C trace context for the event, so that its consumers continue the trace. */
  traceparent?: string;
  eventId?: string;
  /** When it happened. Default: now. */
  time?: Date;
}

/** One row of the outbox, in the order of outboxColumns. */
export type OutboxValues = [eventId: string, topic: string, key: string, headers: string, payload: string];

/**
 * An event as a message, for a service that bypasses the outbox because it stores nothing that the event would have to
 * agree with.
 * @throws when the data breaks its own contract: that is a bug in the publishing service, never bad input
 */
export function eventMessage<C extends EventContract>(
  contract: C,
  data: EventData<C>,
  { source, traceparent, eventId = newId(), time = new Date() }: Publication,
): OutgoingMessage & { key: string; value: string } {
  const checked = contract.check(data);
  if (!checked.ok) {
    const { pointer, detail } = checked.errors[0] ?? { pointer: '', detail: 'is wrong' };
    throw new Error(`${contract.type} breaks its contract: data${pointer} ${detail}`);
  }
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: contract.type,
    ce_dataversion: String(contract.version),
    ce_source: source,
    ce_time: time.toISOString(),
    'content-type': 'application/json',
    ...(traceparent ? { traceparent } : {}),
  };
  const key = String((data as Record<string, unknown>)[contract.key]);
  return { topic: contract.type, key, value: JSON.stringify(data), headers };
}

/** The outbox row of an event, in the order of outboxColumns: CloudEvents attributes in the headers (binary mode). */
export function outboxValues<C extends EventContract>(
  contract: C,
  data: EventData<C>,
  publication: Publication,
): OutboxValues {
  const { topic, key, value, headers } = eventMessage(contract, data, publication);
  return [headers.ce_id!, topic, key, JSON.stringify(headers), value];
}

/** Builds outbox rows of one service, each in the trace that is current at that moment. */
export function rowsFrom({
  source,
  observer,
}: {
  source: string;
  observer: { currentTraceparent(): string | undefined };
}) {
  return <C extends EventContract>(contract: C, data: EventData<C>): OutboxValues =>
    outboxValues(contract, data, { source, traceparent: observer.currentTraceparent() });
}

/** Writes any number of rows with one statement, in the order given. */
export async function insertIntoOutbox(transaction: Transaction, rows: readonly OutboxValues[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO outbox ${outboxColumns}
     SELECT event_id, topic, key, headers::jsonb, payload
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS row(event_id, topic, key, headers, payload)`,
    [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
    'outbox-insert',
  );
}

/** A row of the outbox as the relay reads it. */
export interface OutboxRow {
  id: string;
  message: OutgoingMessage;
  /** An earlier row with the same key was set aside. This one must not overtake it. */
  isBehind: boolean;
}

/** Held in the database by one relay at a time: several would be faster but lose the order of a key. */
export const relayLock = 727_001;

/** @returns false if another relay, or an operator's command, holds the lock */
export async function lockOutbox(transaction: Transaction, frozenAfterMs: number): Promise<boolean> {
  const { rows } = await transaction.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1) AS mine, set_config('idle_in_transaction_session_timeout', $2, true)`,
    [relayLock, String(frozenAfterMs)],
    'relay-lock',
  );
  return rows[0]?.mine === true;
}

/** The oldest rows, except those of some topics. */
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

export interface OutboxState {
  backlogMessages: number;
  oldestAgeSeconds: number;
  setAsideMessages: number;
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
