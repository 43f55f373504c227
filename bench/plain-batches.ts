import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';

export interface PlainBatches {
  /** `table` is created empty with the structure of `like`; `insert` writes the rows for the ids in $1. */
  effect: { like: string; table: string; insert: string };
  /** Writes the rows of bench_outbox for the ids in $1. */
  outboxInsert: string;
  events: number;
  batch: number;
}

/**
 * The baseline of event handling: inbox row, effect and outbox row in plain transactions of `batch`, with one multi-row
 * statement per table. No broker, no checks, no spans: the fastest that is still simple.
 * @returns events per second
 */
export async function plainBatches(pool: Pool, { effect, outboxInsert, events, batch }: PlainBatches): Promise<number> {
  await pool.query(`
    DROP TABLE IF EXISTS ${effect.table}, bench_inbox, bench_outbox;
    CREATE TABLE ${effect.table} (LIKE ${effect.like} INCLUDING ALL);
    CREATE TABLE bench_inbox (LIKE inbox INCLUDING ALL);
    CREATE TABLE bench_outbox (LIKE outbox INCLUDING ALL)`);
  const statements = [
    {
      name: 'bench-inbox',
      text: `INSERT INTO bench_inbox (handler, event_id, outcome) SELECT 'bench', unnest($1::text[]), 'handled'`,
    },
    { name: effect.table, text: effect.insert },
    { name: 'bench-outbox', text: outboxInsert },
  ];
  const client = await pool.connect();
  const startedAt = performance.now();
  for (let done = 0; done < events; done += batch) {
    const ids = Array.from({ length: Math.min(batch, events - done) }, () => uuidv7());
    await client.query('BEGIN');
    for (const statement of statements) await client.query({ ...statement, values: [ids] });
    await client.query('COMMIT');
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  client.release();
  return events / seconds;
}
