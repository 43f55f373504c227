import { readFileSync } from 'node:fs';
import { toEntry } from './timeline.js';

const example = (type: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`libs/contracts/examples/${type}.v1.json`, 'utf8')) as Record<string, unknown>;

test('an event becomes a line with its own time and its trace', () => {
  const entry = toEntry({
    id: 'e1',
    type: 'order.placed',
    version: 1,
    source: '/eventstage/order',
    time: '2026-11-22T03:00:00.000Z',
    data: example('order.placed'),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
  expect(entry).toMatchObject({
    eventId: 'e1',
    memberId: 'member-0001',
    at: '2026-11-22T03:00:00.000Z',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  });
});

test('an event that names no member and has no trace says so', () => {
  const data = example('coupon.redeemed');
  const event = { id: 'e2', type: 'coupon.redeemed', version: 1, source: '', time: '2026-11-22T03:00:00Z', data };
  expect(toEntry(event)).toMatchObject({ memberId: null, traceId: null, orderId: data.orderId });
});
