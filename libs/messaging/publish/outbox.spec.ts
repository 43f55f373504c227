import { orderPlaced, reviewInvited } from '#contracts';
import type { Database } from '#database';
import { claim } from '../consume/inbox.js';
import { insertIntoOutbox, outboxValues, type OutboxValues } from './outbox.js';

const source = '/eventstage/review';

/** Compiled and never run: the compiler is under test. A missing expected error fails `npm run check`. */
export async function mustNotCompile(database: Database, rows: OutboxValues[]): Promise<void> {
  const requests = database.forRequests(() => undefined);
  // @ts-expect-error a pool is no transaction: the row would be there without its cause
  await insertIntoOutbox(database, rows);
  // @ts-expect-error nor is the pool of requests
  await insertIntoOutbox(requests, rows);
  // @ts-expect-error nor is anything else that takes statements
  await insertIntoOutbox({ query: (text, values) => database.query(text, values) }, rows);
  // @ts-expect-error a receipt that stays when the effect is rolled back would lose the event
  await claim(database, [{ handler: 'open-invitation', eventId: 'event-1' }]);
  await database.transaction((transaction) => insertIntoOutbox(transaction, rows));
}

test('an event is a row with its key, its data and everything else in the headers', () => {
  const data = { orderId: 'order-1', memberId: 'member-1', invitationId: 'invitation-1' };
  const publication = { source, eventId: 'event-1', time: new Date(0), traceparent: '00-1-2-01' };
  const [eventId, topic, key, headers, payload] = outboxValues(reviewInvited, data, publication);
  expect([eventId, topic, key, JSON.parse(payload)]).toEqual(['event-1', 'review.invited', 'order-1', data]);
  expect(JSON.parse(headers)).toEqual({
    ...{ ce_specversion: '1.0', ce_id: 'event-1', ce_type: 'review.invited', ce_dataversion: '1', ce_source: source },
    ...{ ce_time: '1970-01-01T00:00:00.000Z', 'content-type': 'application/json', traceparent: '00-1-2-01' },
  });
});

test('an event that breaks its own contract is never stored', () => {
  const placed = { orderId: 'order-1', memberId: 'member-1', items: [], totalWon: -1, placedAt: '1970-01-01' };
  expect(() => outboxValues(orderPlaced, placed, { source })).toThrow(/^order\.placed breaks its contract: data\//);
});
