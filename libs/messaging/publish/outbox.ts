import { v7 as newId } from 'uuid';
import type { EventContract, EventData } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingMessage } from '../broker.js';

/** The columns to fill when a service writes its business row and the outbox row in one statement. */
export const outboxColumns = '(event_id, topic, key, headers, payload)';

export interface Publication {
  /** /eventstage/<service> */
  source: string;
  /** W3C trace context that the event is to carry, so that the trace goes on in whoever reacts. */
  traceparent?: string;
  eventId?: string;
  /** When it happened; now, if left out. */
  time?: Date;
}

/** One row of the outbox, in the order of outboxColumns. */
export type OutboxValues = [eventId: string, topic: string, key: string, headers: string, payload: string];

/**
 * An event as a message, for a service that publishes past the outbox because it stores nothing that the event would have to
 * agree with.
 * @throws when the data breaks its own contract: that is a mistake in the publishing service, never bad input
 */
export function eventMessage<C extends EventContract>(
  contract: C,
  data: EventData<C>,
  { source, traceparent, eventId = newId(), time = new Date() }: Publication,
): OutgoingMessage & { key: string; value: string } {
  const checked = contract.check(data);
  if (!checked.ok) {
    const { pointer, detail } = checked.errors[0] ?? { pointer: '', detail: 'is wrong' };
    throw new Error(`${contract.type} breaks its contract: data${pointer} ${detail}`);
  }
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: eventId,
    ce_type: contract.type,
    ce_dataversion: String(contract.version),
    ce_source: source,
    ce_time: time.toISOString(),
    'content-type': 'application/json',
    ...(traceparent ? { traceparent } : {}),
  };
  const key = String((data as Record<string, unknown>)[contract.key]);
  return { topic: contract.type, key, value: JSON.stringify(data), headers };
}

/** The outbox row of an event, in the order of outboxColumns: CloudEvents attributes in the headers (binary mode). */
export function outboxValues<C extends EventContract>(
  contract: C,
  data: EventData<C>,
  publication: Publication,
): OutboxValues {
  const { topic, key, value, headers } = eventMessage(contract, data, publication);
  return [headers.ce_id!, topic, key, JSON.stringify(headers), value];
}

/** Writes any number of rows with one statement, in the order given. */
export async function insertIntoOutbox(transaction: Transaction, rows: readonly OutboxValues[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO outbox ${outboxColumns}
     SELECT event_id, topic, key, headers::jsonb, payload
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS row(event_id, topic, key, headers, payload)`,
    [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
    'outbox-insert',
  );
}
