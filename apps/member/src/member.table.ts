import type { Migration, Queries, Transaction } from '#database';

export const memberMigrations: readonly Migration[] = [
  {
    name: '101-members',
    // points_entries deliberately has no unique order_id: the inbox prevents duplicates, and the ledger must be able to see one.
    sql: `
      CREATE TABLE members (
        member_id     text PRIMARY KEY,
        registered_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE points_entries (
        entry_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_id  uuid NOT NULL,
        member_id text NOT NULL,
        points    integer NOT NULL,
        earned_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON points_entries (order_id);
      CREATE INDEX ON points_entries (member_id);`,
  },
  {
    name: '102-large-points',
    // The largest order earns a hundred billion points.
    sql: 'ALTER TABLE points_entries ALTER COLUMN points TYPE bigint;',
  },
];

export interface PointsEntry {
  orderId: string;
  memberId: string;
  points: number;
}

/** @returns the new ids */
export async function insertMembers(transaction: Transaction, memberIds: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.query<{ member_id: string }>(
    'INSERT INTO members (member_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING member_id',
    [memberIds],
  );
  return rows.map((row) => row.member_id);
}

export async function insertPoints(transaction: Transaction, entries: readonly PointsEntry[]): Promise<void> {
  await transaction.query(
    `INSERT INTO points_entries (order_id, member_id, points)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])`,
    [
      entries.map(({ orderId }) => orderId),
      entries.map(({ memberId }) => memberId),
      entries.map(({ points }) => points),
    ],
    'insert-points',
  );
}

export async function anyMember(queries: Queries): Promise<boolean> {
  return (await queries.query('SELECT 1 FROM members LIMIT 1')).rowCount === 1;
}

/** @returns undefined for an unknown member */
export async function findMember(
  queries: Queries,
  memberId: string,
): Promise<{ memberId: string; points: number } | undefined> {
  const { rows } = await queries.query<{ memberId: string; points: number }>(
    `SELECT member_id AS "memberId",
            (SELECT coalesce(sum(points), 0)::float8 FROM points_entries e WHERE e.member_id = m.member_id) AS points
     FROM members m WHERE member_id = $1`,
    [memberId],
  );
  return rows[0];
}
