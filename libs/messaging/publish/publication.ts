import type { Broker } from '../broker.js';
import { DoubtfulMessage, HeldBehind, NeverTaken, NotAllStored, reasonOf } from '../errors.js';
import type { OutboxRow, ToSetAside } from './outbox-rows.js';

/** What became of rows of one topic that were given to the broker. Rows in neither list stay where they are. */
export interface Published {
  stored: OutboxRow[];
  toSetAside: ToSetAside[];
  /** Why something stays. */
  notNow?: Error;
}

/** So often a row is sent that brokers refuse without saying what is wrong with it. */
const doubtfulTries = 5;

/**
 * Publishes rows and sorts the answers: what is stored, what is never taken, what cannot be taken now.
 * @param doubts how often each row was refused without a reason; kept by the caller between calls
 */
export async function publishRows(
  broker: Pick<Broker, 'publish'>,
  rows: readonly OutboxRow[],
  doubts: Map<string, number>,
): Promise<Published> {
  const unstored = await broker.publish(rows.map(({ message }) => message)).then(
    () => new Map<number, Error>(),
    (error: Error) => (error instanceof NotAllStored ? error.unstored : new Map(rows.map((_, n) => [n, error]))),
  );
  const published: Published = { stored: [], toSetAside: [] };
  for (const [n, row] of rows.entries()) {
    const error = unstored.get(n);
    if (!error) published.stored.push(row);
    else if (isNever(error, row, doubts)) {
      published.toSetAside.push({ id: row.id, reason: reasonOf(error.cause ?? error), isBehind: false });
    } else if (!(error instanceof HeldBehind)) published.notNow ??= error;
    if (!(error instanceof DoubtfulMessage)) doubts.delete(row.id);
  }
  return published;
}

function isNever(error: Error, { id }: OutboxRow, doubts: Map<string, number>): boolean {
  if (error instanceof NeverTaken) return true;
  if (!(error instanceof DoubtfulMessage)) return false;
  const tries = (doubts.get(id) ?? 0) + 1;
  doubts.set(id, tries);
  return tries >= doubtfulTries;
}
