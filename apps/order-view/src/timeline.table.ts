import type { Migration, Queries, Transaction } from '#database';
import type { TimelineEntry } from './timeline.js';

export const timelineMigrations: readonly Migration[] = [
  {
    name: '101-timeline',
    sql: `
      CREATE TABLE timeline_entries (
        event_id    text NOT NULL,
        order_id    uuid NOT NULL,
        member_id   text,
        type        text NOT NULL,
        at          timestamptz NOT NULL,
        data        jsonb NOT NULL,
        trace_id    text,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON timeline_entries (order_id);
      CREATE INDEX ON timeline_entries (member_id, at) WHERE type = 'order.placed';`,
  },
];

export async function insertEntries(transaction: Transaction, entries: readonly TimelineEntry[]): Promise<void> {
  await transaction.query(
    `INSERT INTO timeline_entries (event_id, order_id, member_id, type, at, data, trace_id)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[], $7::text[])`,
    [
      entries.map(({ eventId }) => eventId),
      entries.map(({ orderId }) => orderId),
      entries.map(({ memberId }) => memberId),
      entries.map(({ type }) => type),
      entries.map(({ at }) => at),
      entries.map(({ data }) => JSON.stringify(data)),
      entries.map(({ traceId }) => traceId),
    ],
    'insert-entries',
  );
}

export async function timelineOf(queries: Queries, orderId: string): Promise<TimelineEntry[]> {
  const { rows } = await queries.query<TimelineEntry>(
    `SELECT event_id AS "eventId", order_id AS "orderId", member_id AS "memberId", type, at, data, trace_id AS "traceId"
     FROM timeline_entries WHERE order_id = $1 ORDER BY at, type`,
    [orderId],
    'timeline-of',
  );
  return rows;
}

/** The orders of a member, newest first, at most a hundred. */
export async function ordersOf(
  queries: Queries,
  memberId: string,
): Promise<{ orderId: string; placedAt: Date; totalWon: number }[]> {
  const { rows } = await queries.query<{ orderId: string; placedAt: Date; totalWon: number }>(
    `SELECT order_id AS "orderId", at AS "placedAt", (data ->> 'totalWon')::float8 AS "totalWon"
     FROM timeline_entries WHERE member_id = $1 AND type = 'order.placed' ORDER BY at DESC LIMIT 100`,
    [memberId],
  );
  return rows;
}

/** Deletes everything: the topics still have it. */
export async function emptyTimeline(transaction: Transaction): Promise<void> {
  await transaction.query('TRUNCATE timeline_entries');
}
