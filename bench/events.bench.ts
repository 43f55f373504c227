import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { orderPlaced } from '#contracts';
import { eventMessage, openKafka } from '#messaging';
import { median, type Benchmark, type BenchContext } from './benchmark.js';
import { plainBatches } from './plain-batches.js';
import { newTraceparent } from './traceparent.js';

const batch = 100;

/** Large enough to make the first second, in which code is compiled, a small part. */
const backlog = { events: 60_000, quickEvents: 20_000 };

/**
 * How fast one reaction (inbox row, effect, outbox row, exactly once, with its outbox published meanwhile) works
 * through a backlog, compared with the same three rows written in plain transactions of a hundred, with one multi-row
 * statement per table: the fastest that is still simple. No other service runs.
 */
export const eventsBenchmark: Benchmark = {
  name: 'events',
  only: [],
  async run(context) {
    const pool = new Pool({ connectionString: context.databaseUrl('member'), max: 2 });
    const events = context.rounds > 1 ? backlog.events : backlog.quickEvents;
    try {
      const rates: number[] = [];
      const plainRates: number[] = [];
      for (let round = 0; round < context.rounds; round++) {
        rates.push(await drainRate(context, pool, events));
        plainRates.push(await plainRate(pool, events));
        context.progress(`one reaction ${rates.at(-1)?.toFixed(0)}, plain ${plainRates.at(-1)?.toFixed(0)} a second`);
      }
      return [
        {
          ...{ what: `events through one reaction, backlog of ${events}`, figure: median(rates), unit: '/s' },
          baseline: { what: 'the same rows in plain batched transactions', figure: median(plainRates) },
          bar: { atLeast: 0.5 },
        },
      ];
    } finally {
      await pool.end();
    }
  },
};

/** Publishes a backlog to order.placed while member is down, then measures its drain by the effects' own timestamps. */
async function drainRate(context: BenchContext, pool: Pool, events: number): Promise<number> {
  const entries = async () =>
    Number((await pool.query<{ n: string }>('SELECT count(*) n FROM points_entries')).rows[0]?.n);
  const before = await entries();
  await publishOrders(context, events);
  await context.driver.start('member');
  while ((await entries()) < before + events) await pause(1_000);
  await context.driver.stop('member');
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(earned_at) - min(earned_at))::float8 AS seconds
     FROM (SELECT earned_at FROM points_entries ORDER BY entry_id DESC LIMIT $1) drained`,
    [events],
  );
  return events / (rows[0]?.seconds ?? Number.NaN);
}

async function publishOrders({ kafkaBrokers }: BenchContext, events: number): Promise<void> {
  const broker = openKafka({ brokers: kafkaBrokers, clientId: 'bench-events' });
  await broker.connect();
  const order = { memberId: 'member-0001', items: [{ sku: 'cake', quantity: 2, priceWon: 8_000 }], totalWon: 16_000 };
  try {
    for (let done = 0; done < events; done += 1_000) {
      await broker.publish(
        Array.from({ length: 1_000 }, () => {
          const data = { ...order, orderId: uuidv7(), placedAt: new Date().toISOString() };
          // Each is part of a sampled trace, like every order.
          return eventMessage(orderPlaced, data, { source: '/eventstage/bench', traceparent: newTraceparent() });
        }),
      );
    }
  } finally {
    await broker.close();
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
