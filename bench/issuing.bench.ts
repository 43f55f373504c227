import { Pool } from 'pg';
import type { Benchmark } from './benchmark.js';
import { drainRate } from './drain-rate.js';
import { pgbenchIssuing } from './pgbench.js';
import { plainBatches } from './plain-batches.js';
import { openEndless, rush } from './rush.js';

const batch = 500;

/**
 * How many vouchers a second the issuing server issues from a backlog, exactly once each (inbox, stock, voucher and
 * outbox rows in one transaction), compared with issuing inside the request with one statement, with the same rows in
 * plain batches, and with PostgreSQL's own limit.
 */
export const issuingBenchmark: Benchmark = {
  name: 'issuing',
  only: ['shop', 'gifticon'],
  async run(context) {
    const sku = await openEndless(context);
    const shop = `http://${context.driver.address('shop', 'rush')}`;
    await rush(`${shop}/direct/gifticons`, sku, 1, { connections: 64 });
    const direct = await rush(`${shop}/direct/gifticons`, sku, context.roundSeconds, { connections: 64 });
    context.progress(`inside the request: ${direct.perSecond.toFixed(0)} a second`);
    await context.driver.stop('gifticon');
    const offered = await rush(`${shop}/gifticons`, sku, context.roundSeconds);
    context.progress(`backlog made at ${offered.perSecond.toFixed(0)} presses a second`);
    await context.driver.start('gifticon');
    const url = context.databaseUrl('gifticon');
    const pool = new Pool({ connectionString: url, max: 1 });
    try {
      const { rate, issued } = await drainRate(url, sku);
      const plain = await plainRate(pool, issued);
      const limit = await pgbenchIssuing(pool, { url, batch, seconds: context.roundSeconds });
      if (!limit)
        context.progress("pgbench is not installed (it is part of PostgreSQL's server package): its row is left out");
      const vouchers = { what: `vouchers issued from a backlog of ${issued}`, figure: rate, unit: '/s' };
      return [
        { ...vouchers, baseline: { what: 'inside the request', figure: direct.perSecond }, bar: { atLeast: 5 } },
        { ...vouchers, baseline: { what: 'the same rows in plain batched transactions', figure: plain } },
        ...(limit ? [{ ...vouchers, baseline: { what: 'the same statements by pgbench', figure: limit } }] : []),
      ];
    } finally {
      await pool.end();
    }
  },
};

const plainRate = (pool: Pool, vouchers: number): Promise<number> =>
  plainBatches(pool, {
    effect: {
      like: 'vouchers',
      table: 'bench_vouchers',
      insert: `
        INSERT INTO bench_vouchers (sku, member_id, request_id, code)
        SELECT 'bench', id, id::uuid, '7QK4-MWZ2-9HDT' FROM unnest($1::text[]) id`,
    },
    outboxInsert: `
      INSERT INTO bench_outbox (event_id, topic, key, headers, payload)
      SELECT id, 'gifticon.issued', id, '{"ce_type":"gifticon.issued"}', '{"voucherCode":"7QK4-MWZ2-9HDT"}' FROM unnest($1::text[]) id`,
    events: vouchers,
    batch,
  });
