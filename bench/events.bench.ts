import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Benchmark, BenchContext } from './benchmark.js';
import { ordersPerSecond } from './load.js';
import { plainBatches } from './plain-batches.js';

const batch = 100;

/**
 * How fast one reaction (inbox row, effect, own outbox row, exactly once) works through a backlog, against the same three
 * rows written in plain transactions of a hundred, with one multi-row statement a table: the fastest that is still simple.
 */
export const eventsBenchmark: Benchmark = {
  name: 'events',
  async run(context) {
    const pool = new Pool({ connectionString: context.databaseUrl('member'), max: 2 });
    try {
      const { rate, events } = await drainRate(context, pool);
      const plain = await plainRate(pool, events);
      context.progress(`plain transactions: ${plain.toFixed(0)} a second`);
      return [
        {
          what: `events through one reaction, backlog of ${events}`,
          figure: rate,
          unit: '/s',
          baseline: { what: 'the same rows in plain batched transactions', figure: plain },
          bar: { atLeast: 0.5 },
        },
      ];
    } finally {
      await pool.end();
    }
  },
};

/** Lets a backlog grow while member is down, then times its drain by the effects' own time stamps. */
async function drainRate(context: BenchContext, pool: Pool): Promise<{ rate: number; events: number }> {
  const entries = async () =>
    Number((await pool.query<{ n: string }>('SELECT count(*) n FROM points_entries')).rows[0]?.n);
  await context.driver.stop('member');
  const before = await entries();
  const offered = await ordersPerSecond(`${context.address('order')}/orders`, context.roundSeconds);
  context.progress(`backlog made at ${offered.toFixed(0)} orders a second`);
  // The outbox must be empty first: what is timed is the reaction, not the relay before it.
  await outboxEmpty(context);
  await context.driver.start('member');
  let last = -1;
  for (let now = await entries(); now !== last || now === before; now = await entries()) {
    last = now;
    await pause(1_000);
  }
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(earned_at) - min(earned_at))::float8 AS seconds
     FROM (SELECT earned_at FROM points_entries ORDER BY entry_id DESC LIMIT $1) drained`,
    [last - before],
  );
  return { rate: (last - before - 1) / (rows[0]?.seconds ?? Number.NaN), events: last - before };
}

async function outboxEmpty({ databaseUrl }: BenchContext): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl('order'), max: 1 });
  try {
    while ((await pool.query('SELECT 1 FROM outbox LIMIT 1')).rowCount) await pause(200);
  } finally {
    await pool.end();
  }
}

const plainRate = (pool: Pool, events: number): Promise<number> =>
  plainBatches(pool, {
    effect: {
      like: 'points_entries',
      table: 'bench_entries',
      insert: `INSERT INTO bench_entries (order_id, member_id, points) SELECT unnest($1::uuid[]), 'member-0001', 160`,
    },
    outboxInsert: `
      INSERT INTO bench_outbox (event_id, topic, key, headers, payload)
      SELECT id, 'member.points-earned', id, '{"ce_type":"member.points-earned"}', '{"points":160}' FROM unnest($1::text[]) id`,
    events,
    batch,
  });
