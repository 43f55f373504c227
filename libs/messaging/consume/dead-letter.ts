import { deadLetterTopic } from '#contracts';
import type { Database, Transaction } from '#database';
import type { MessagingObserver, Outcome } from '../observer.js';
import { reasonOf, treatmentOf } from '../errors.js';
import { giveUp } from './inbox.js';
import { insertIntoOutbox, type OutboxValues } from '../publish/outbox.js';
import { letterOf } from './letter.js';
import { scopeOf, positionOf, type Delivery } from './reaction.js';
import type { Attempt } from './retry.js';

export interface DeadLetterOptions {
  group: string;
  source: string;
  database: Database;
  observer: MessagingObserver;
  /** Called after the dead letter is stored. */
  onDeadLetter: (delivery: Delivery, error: unknown) => void;
}

/**
 * Gives up on a message that cannot be handled: it goes to the group's dead letters with the reason, so that the
 * messages after it can proceed. Inbox row and dead letter are written in one transaction: exactly one of each.
 */
export async function orDeadLetter(
  options: DeadLetterOptions,
  delivery: Delivery,
  attempt: Attempt,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const treatment = treatmentOf(error);
    const hopeless = treatment === 'give up' || (treatment === 'again a few times' && attempt.last);
    if (!hopeless) throw error;
    const isFirst = await options.database.transaction(async (transaction) => {
      const first = await giveUp(transaction, { handler: delivery.handler, eventId: deadLetterId(delivery) });
      if (!first) return false;
      await tellOthers(transaction, options, delivery, error);
      await insertDeadLetter(transaction, options, delivery, reasonOf(error));
      return true;
    });
    if (!isFirst) return 'duplicate';
    options.onDeadLetter(delivery, error);
    return 'dead-lettered';
  }
}

/** Lets the reaction publish that it gave up. */
async function tellOthers(
  transaction: Transaction,
  options: DeadLetterOptions,
  { content }: Delivery,
  error: unknown,
): Promise<void> {
  if (!('event' in content) || !content.reaction.long) return;
  const rows: OutboxValues[] = [];
  await content.reaction.long.giveUp(content.event, scopeOf(transaction, rows, options), error);
  await insertIntoOutbox(transaction, rows);
}

/**
 * The id under which the inbox remembers a given-up message. An event: its id, so that it is not handled when
 * redelivered. Anything else, and a replay that failed again: its position, because it has no id or its id is taken.
 */
function deadLetterId({ content, replayed, position, message }: Delivery): string {
  if (replayed) return positionOf(message);
  return 'event' in content ? content.event.id : position;
}

/** PostgreSQL's text type cannot hold NUL. */
const withoutNul = (text: string) => text.replaceAll('\0', '\uFFFD');

async function insertDeadLetter(
  transaction: Transaction,
  { group, observer }: DeadLetterOptions,
  delivery: Delivery,
  reason: string,
): Promise<void> {
  const trace = observer.currentTraceparent() ?? delivery.message.headers.traceparent;
  const { key, headers, value } = letterOf(delivery, reason, Date.now());
  if (trace) headers.traceparent = trace;
  const text = asText(value);
  await transaction.query(
    `INSERT INTO outbox (event_id, topic, key, headers, payload, payload_is_base64) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      deadLetterId(delivery),
      deadLetterTopic(group),
      key === null ? null : withoutNul(key),
      JSON.stringify(Object.fromEntries(Object.entries(headers).map((header) => header.map(withoutNul)))),
      text ?? value?.toString('base64') ?? null,
      text === undefined && value !== null,
    ],
    'dead-letter-insert',
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value as PostgreSQL text can hold it, or undefined if it must be kept as bytes. */
function asText(value: Buffer | null): string | undefined {
  if (value === null) return undefined;
  try {
    const text = utf8.decode(value);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
