import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from '#processes';
import { onPath } from '#runtime';
import type { Pool } from 'pg';

/** Debian keeps PostgreSQL's own programs off the PATH, in a folder for each version. */
const debianFolder = '/usr/lib/postgresql';

/**
 * What one issuing server sends PostgreSQL for a batch of wishes, with rows that the server makes up itself: receipts, a look
 * at the stock and its lock, vouchers taken from it, and the outbox. Nothing is sent but the text.
 */
const issuing = (batch: number): string => `
BEGIN;
INSERT INTO bench_inbox (handler, event_id, outcome)
  SELECT 'bench', gen_random_uuid()::text, 'handled' FROM generate_series(1, ${batch}) ON CONFLICT DO NOTHING;
SELECT * FROM bench_stock WHERE sku = 'bench';
SELECT * FROM bench_stock WHERE sku = 'bench' ORDER BY sku FOR UPDATE;
WITH issued AS (
  INSERT INTO bench_vouchers (sku, member_id, request_id, code)
  SELECT 'bench', gen_random_uuid()::text, gen_random_uuid(), '7QK4-MWZ2-9HDT' FROM generate_series(1, ${batch}) RETURNING sku),
taken AS (SELECT sku, count(*)::integer AS vouchers FROM issued GROUP BY sku)
UPDATE bench_stock SET vouchers_left = vouchers_left - taken.vouchers FROM taken WHERE bench_stock.sku = taken.sku;
INSERT INTO bench_outbox (event_id, topic, key, headers, payload)
  SELECT id, 'gifticon.issued', id, '{"ce_type":"gifticon.issued"}', '{"voucherCode":"7QK4-MWZ2-9HDT"}'
  FROM (SELECT gen_random_uuid()::text AS id FROM generate_series(1, ${batch})) AS made;
COMMIT;
`;

/**
 * PostgreSQL's own limit for issuing: pgbench, one connection, the same statements on tables of the same form.
 * @param pool of a database in which bench_vouchers, bench_inbox and bench_outbox are: see plain-batches.ts
 * @returns vouchers a second; undefined where there is no pgbench, which comes with PostgreSQL's server package
 */
export async function pgbenchIssuing(
  pool: Pool,
  { url, batch, seconds }: { url: string; batch: number; seconds: number },
): Promise<number | undefined> {
  const program = await findPgbench();
  if (!program) return undefined;
  await pool.query(`
    DROP TABLE IF EXISTS bench_stock;
    CREATE TABLE bench_stock (LIKE stock INCLUDING ALL);
    INSERT INTO bench_stock VALUES ('bench', 1000000000, 1000000000, 0)`);
  const folder = await mkdtemp(join(tmpdir(), 'eventstage-pgbench-'));
  try {
    const script = join(folder, 'issuing.sql');
    await writeFile(script, issuing(batch));
    const given = ['--no-vacuum', '--protocol=prepared', `--time=${Math.ceil(seconds)}`, `--file=${script}`, url];
    const { output } = await run(program, given);
    const transactions = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
    if (!(transactions > 0)) throw new Error(`pgbench measured nothing: ${output}`);
    return transactions * batch;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The one on the PATH, or Debian's newest. */
async function findPgbench(): Promise<string | undefined> {
  const versions = (await readdir(debianFolder).catch((): string[] => [])).sort((a, b) => Number(b) - Number(a));
  const debian = versions.map((version) => join(debianFolder, version, 'bin'));
  return onPath('pgbench', [process.env['PATH'] ?? '', ...debian].join(delimiter));
}
