import type { Queries, Transaction } from '#database';

/** An inbox row: this handler is done with this event. */
export interface Receipt {
  handler: string;
  eventId: string;
}

export const receiptKey = ({ handler, eventId }: Receipt): string => `${handler}\n${eventId}`;

/**
 * Inserts the receipts that do not exist yet, in one statement.
 * @returns the keys (receiptKey) of the fresh ones; the others were handled before
 */
export async function claim(transaction: Transaction, receipts: readonly Receipt[]): Promise<Set<string>> {
  const { rows } = await transaction.query<{ handler: string; event_id: string }>(
    `INSERT INTO inbox (handler, event_id, outcome)
     SELECT handler, event_id, 'handled' FROM unnest($1::text[], $2::text[]) AS receipt(handler, event_id)
     ON CONFLICT DO NOTHING RETURNING handler, event_id`,
    [receipts.map(({ handler }) => handler), receipts.map(({ eventId }) => eventId)],
    'inbox-claim',
  );
  return new Set(rows.map((row) => receiptKey({ handler: row.handler, eventId: row.event_id })));
}

/** Gives back receipts claimed in this transaction for events that it will not handle after all. */
export async function unclaim(transaction: Transaction, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  await transaction.query(
    `DELETE FROM inbox USING unnest($1::text[], $2::text[]) AS receipt(handler, event_id)
     WHERE inbox.handler = receipt.handler AND inbox.event_id = receipt.event_id`,
    [receipts.map(({ handler }) => handler), receipts.map(({ eventId }) => eventId)],
    'inbox-unclaim',
  );
}

/**
 * Claims the receipt of a replayed dead letter, even if the row says 'dead-lettered'.
 * @returns false if it was already handled
 */
export async function claimReplay(transaction: Transaction, { handler, eventId }: Receipt): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `INSERT INTO inbox (handler, event_id, outcome) VALUES ($1, $2, 'handled')
     ON CONFLICT (handler, event_id) DO UPDATE SET outcome = 'handled', handled_at = clock_timestamp()
     WHERE inbox.outcome = 'dead-lettered'`,
    [handler, eventId],
    'inbox-replay',
  );
  return rowCount === 1;
}

/** Whether nothing is left to do. Advisory only: it guarantees nothing to a later transaction. */
export async function isDone(
  queries: Queries,
  { handler, eventId, replayed }: Receipt & { replayed: boolean },
): Promise<boolean> {
  const { rows } = await queries.query<{ outcome: string }>(
    'SELECT outcome FROM inbox WHERE handler = $1 AND event_id = $2',
    [handler, eventId],
    'inbox-look',
  );
  return rows.some(({ outcome }) => outcome === 'handled' || !replayed);
}

/** Marks a receipt as given up. @returns false if the handler is already done with it */
export async function giveUp(transaction: Transaction, { handler, eventId }: Receipt): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `INSERT INTO inbox (handler, event_id, outcome) VALUES ($1, $2, 'dead-lettered') ON CONFLICT DO NOTHING`,
    [handler, eventId],
    'inbox-give-up',
  );
  return rowCount === 1;
}
