import { readFileSync } from 'node:fs';
import { couponRedeemed, orderPlaced, parseEvent, type EventContract } from '#contracts';
import { toEntry } from './timeline.js';

/** The example of an event, read as it comes off the wire. */
const read = <C extends EventContract>(contract: C, traceparent?: string) =>
  parseEvent(
    contract,
    {
      ...{ ce_id: 'e1', ce_type: contract.type, ce_dataversion: '1', ce_source: `/eventstage/${contract.owner}` },
      ...{ ce_time: '2026-11-22T03:00:00.000Z', traceparent },
    },
    readFileSync(`libs/contracts/examples/${contract.type}.v1.json`),
  );

test('given an event with a trace, when it is recorded, then its line has the time of the event and its trace', () => {
  const entry = toEntry(read(orderPlaced, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'));
  expect(entry).toMatchObject({
    eventId: 'e1',
    memberId: 'member-0001',
    at: '2026-11-22T03:00:00.000Z',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  });
});

test('given an event that names no member and has no trace, when it is recorded, then its line says so', () => {
  const event = read(couponRedeemed);
  expect(toEntry(event)).toMatchObject({ memberId: null, traceId: null, orderId: event.data.orderId });
});
