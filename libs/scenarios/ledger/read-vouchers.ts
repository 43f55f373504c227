import type { Database } from '#database';
import type { Driver } from '#runtime';
import { openAsAuditor } from './open-as-auditor.js';

/** A voucher that an auditor found in the database of its issuer. */
export interface FoundVoucher {
  requestId: string;
  memberId: string;
  code: string;
}

/** A member's result, from the shop's database. */
export interface FoundResult {
  requestId: string;
  outcome: string;
  /** Milliseconds since 1970. */
  toldAt: number;
}

/** The database contents of one give-away, read by an auditor that shares no code with the services. */
export interface FoundGiveaway {
  issued: FoundVoucher[];
  stockLeft: number;
  results: FoundResult[];
}

/** Where each design stores its vouchers and its stock. */
const places = {
  direct: { database: 'shop', vouchers: 'direct_vouchers', stock: 'direct_stock' },
  queue: { database: 'gifticon', vouchers: 'vouchers', stock: 'stock' },
} as const;

export async function readGiveaway(driver: Driver, design: keyof typeof places, sku: string): Promise<FoundGiveaway> {
  const { database, vouchers, stock } = places[design];
  const issuer = await openAsAuditor(driver, database);
  const shop = await openAsAuditor(driver, 'shop');
  try {
    return {
      issued: await readVouchers(issuer, vouchers, sku),
      stockLeft: await readStock(issuer, stock, sku),
      results: await readResults(shop, sku),
    };
  } finally {
    await Promise.all([issuer.close(), shop.close()]);
  }
}

/** @returns how many decisions of the issuing server are not published yet */
export async function readUnpublished(issuer: Database): Promise<number> {
  const { rows } = await issuer.query<{ count: number }>('SELECT count(*)::int AS count FROM outbox');
  return rows[0]?.count ?? 0;
}

async function readVouchers(database: Database, table: string, sku: string): Promise<FoundVoucher[]> {
  const { rows } = await database.query<FoundVoucher>(
    `SELECT request_id::text AS "requestId", member_id AS "memberId", code FROM ${table} WHERE sku = $1`,
    [sku],
  );
  return rows;
}

async function readStock(database: Database, table: string, sku: string): Promise<number> {
  const { rows } = await database.query<{ left: number }>(`SELECT vouchers_left AS left FROM ${table} WHERE sku = $1`, [
    sku,
  ]);
  if (!rows[0]) throw new Error(`there is no stock of ${sku}`);
  return rows[0].left;
}

async function readResults(database: Database, sku: string): Promise<FoundResult[]> {
  const { rows } = await database.query<FoundResult>(
    `SELECT request_id::text AS "requestId", outcome, (extract(epoch FROM told_at) * 1000)::float8 AS "toldAt"
     FROM gifticon_results WHERE sku = $1`,
    [sku],
  );
  return rows;
}
