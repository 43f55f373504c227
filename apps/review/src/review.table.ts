import type { Migration, Queries, Transaction } from '#database';

export const reviewMigrations: readonly Migration[] = [
  {
    name: '101-invitations',
    // Deliberately without a unique order_id: the inbox prevents duplicates, and the ledger must be able to see one.
    sql: `
      CREATE TABLE invitations (
        invitation_id uuid PRIMARY KEY,
        order_id      uuid NOT NULL,
        member_id     text NOT NULL,
        invited_at    timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON invitations (order_id);`,
  },
];

export interface Invitation {
  invitationId: string;
  orderId: string;
  memberId: string;
}

export async function insertInvitation(transaction: Transaction, invitation: Invitation): Promise<void> {
  const { invitationId, orderId, memberId } = invitation;
  await transaction.query(
    'INSERT INTO invitations (invitation_id, order_id, member_id) VALUES ($1, $2, $3)',
    [invitationId, orderId, memberId],
    'insert-invitation',
  );
}

export async function findInvitations(
  queries: Queries,
  orderId: string,
): Promise<(Invitation & { invitedAt: Date })[]> {
  const { rows } = await queries.query<Invitation & { invitedAt: Date }>(
    `SELECT invitation_id AS "invitationId", order_id AS "orderId", member_id AS "memberId", invited_at AS "invitedAt"
     FROM invitations WHERE order_id = $1`,
    [orderId],
  );
  return rows;
}
