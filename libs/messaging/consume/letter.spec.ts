import type { Delivery } from './reaction.js';
import { MalformedEvent } from '#contracts';
import type { ReceivedMessage } from '../broker.js';
import { largestLetterBytes, letterOf } from './letter.js';

const message: ReceivedMessage = {
  ...{ topic: 'order.placed', partition: 2, offset: '41', key: 'order-1', value: Buffer.from('{}'), timestampMs: 0 },
  headers: { ce_id: 'event-1', traceparent: '00-a-b-01', note: 'mine' },
};
const letter = (changes: Partial<ReceivedMessage>, more: Partial<Delivery> = {}) => {
  const given = { ...message, ...changes };
  const delivery: Delivery = {
    ...{ message: given, topic: 'order.placed', handler: 'invite', replayed: false, position: 'order.placed/2/41' },
    content: { malformed: new MalformedEvent('broken') },
    ...more,
  };
  return letterOf(delivery, 'broken', 0);
};
const about = { dl_reason: 'broken', dl_handler: 'invite', dl_time: '1970-01-01T00:00:00.000Z' };
const place = { dl_topic: 'order.placed', dl_partition: '2', dl_offset: '41' };
const roughly = (made: ReturnType<typeof letter>) => JSON.stringify(made.headers).length + (made.key?.length ?? 0);

test('a dead letter is the message unchanged, with the reason and its position', () => {
  expect(letter({})).toEqual({
    ...{ key: 'order-1', value: Buffer.from('{}') },
    headers: { ...message.headers, ...place, ...about },
  });
});

test('a value too large for a broker is left out: the headers stay, and say where it can still be read', () => {
  expect(letter({ value: Buffer.alloc(3_000_000, 'x') })).toEqual({
    ...{ key: 'order-1', value: null },
    headers: { ...message.headers, ...place, ...about, dl_left_out: 'value' },
  });
});

test('a value that just fits is kept', () => {
  const value = Buffer.alloc(largestLetterBytes - 1_000, 'x');
  expect(letter({ value }).value).toBe(value);
});

test('of headers too large for a broker, those that identify the message are kept', () => {
  const made = letter({ headers: { ...message.headers, note: '한'.repeat(400_000), ce_type: 'x'.repeat(2_000_000) } });
  expect(made.headers).toEqual({
    ...{ ce_id: 'event-1', traceparent: '00-a-b-01', ce_type: 'x'.repeat(1_000) },
    ...{ ...place, ...about, dl_left_out: 'value, key, headers' },
  });
  expect(made.key).toBe('order-1');
});

test('however many headers there are, and however large the key is, the letter fits', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`ce_header_${n}`, 'text']));
  const made = letter({ headers: many, key: 'k'.repeat(2_000_000) });
  expect(roughly(made)).toBeLessThan(largestLetterBytes);
  expect(made).toMatchObject({ key: null, value: null });
});

test('a batch that could not be decoded is identified by its first and last offset', () => {
  const made = letter({ undecodable: { firstOffset: '37', reason: 'no' }, key: null, value: null, headers: {} });
  expect(made.headers).toEqual({ ...place, dl_offset: '37', dl_last_offset: '41', ...about });
});

test('a replay that failed again keeps the position where the message was published', () => {
  const headers = { ...message.headers, ...place, dl_offset: '7' };
  expect(letter({ topic: 'replay.review', headers }, { replayed: true }).headers).toEqual({ ...headers, ...about });
});

test('a message that others published to the replay topic has its position in that topic', () => {
  const made = letter({ topic: 'replay.review', headers: {} }, { topic: '', replayed: true });
  expect(made.headers).toEqual({ ...place, dl_topic: 'replay.review', ...about });
});
