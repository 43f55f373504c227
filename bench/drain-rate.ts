import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';

/** Measures the drain by the vouchers' own timestamps, once no more are added. */
export async function drainRate(databaseUrl: string, sku: string): Promise<{ rate: number; issued: number }> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const look = async () => {
    const { rows } = await pool.query<{ issued: number; seconds: number }>(
      `SELECT count(*)::int AS issued, extract(epoch FROM max(issued_at) - min(issued_at))::float8 AS seconds
       FROM vouchers WHERE sku = $1`,
      [sku],
    );
    return rows[0] ?? { issued: 0, seconds: 0 };
  };
  try {
    for (let last = await look(); ;) {
      await pause(2_000);
      const now = await look();
      if (now.issued > 0 && now.issued === last.issued) return { rate: now.issued / now.seconds, issued: now.issued };
      last = now;
    }
  } finally {
    await pool.end();
  }
}
