import type { Migration } from '#database';

/**
 * The tables of the journey; every service that publishes or reacts has all of them.
 *
 * outbox: events that were decided and not yet published. A row is deleted when the broker has it, so an empty table
 * means a drained outbox. `payload` is text; a dead letter whose value is not text is kept as base64.
 *
 * outbox_set_aside: outbox rows that no broker will ever accept, and rows that would overtake one of them. They stay
 * until an operator retries or drops them.
 *
 * inbox: the events each handler is done with. The row is written in the transaction of the effect, so both exist or
 * neither does. It is deleted after a week (consume/inbox-age.ts).
 */
export const messagingMigrations: Migration[] = [
  {
    name: '000-messaging',
    sql: `
      CREATE TABLE outbox (
        id bigserial PRIMARY KEY,
        event_id text NOT NULL,
        topic text NOT NULL,
        key text,
        headers jsonb NOT NULL,
        payload text,
        payload_is_base64 boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      -- Every row is deleted soon after it was written: left to its defaults, vacuum would come far too late.
      ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

      CREATE TABLE inbox (
        handler text NOT NULL,
        event_id text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('handled', 'dead-lettered')),
        handled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (handler, event_id)
      );
    `,
  },
  {
    name: '001-inbox-by-age',
    // Rows are inserted in order of age, so a summary per range of pages finds the old ones at next to no cost per
    // write.
    sql: 'CREATE INDEX inbox_by_age ON inbox USING brin (handled_at) WITH (autosummarize = on)',
  },
  {
    name: '002-outbox-set-aside',
    // No index: it holds a handful of rows, and a key may exceed the size limit of an index.
    sql: `
      CREATE TABLE outbox_set_aside (
        id bigint PRIMARY KEY,
        event_id text NOT NULL,
        topic text NOT NULL,
        key text,
        headers jsonb NOT NULL,
        payload text,
        payload_is_base64 boolean NOT NULL,
        created_at timestamptz NOT NULL,
        set_aside_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        reason text NOT NULL,
        is_behind boolean NOT NULL
      );
    `,
  },
];
