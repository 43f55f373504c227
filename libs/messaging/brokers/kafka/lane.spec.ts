import { createRequire } from 'node:module';
import { BrokerUnavailable, DoubtfulMessage, HeldBehind, NeverTaken } from '../../errors.js';
import { Lane, type Entry, type Verdict } from './lane.js';

const require = createRequire(import.meta.url);
const { errorCodes, createErrorFromCode } = require('kafkajs/src/protocol/error') as {
  errorCodes: { type: string; code: number }[];
  createErrorFromCode: (code: number) => Error;
};
const reply = (type: string) => createErrorFromCode(errorCodes.find((entry) => entry.type === type)!.code);
const identity = { producerId: '7', producerEpoch: 0 };
const long = 60_000;
const call: Entry['call'] = { settled: () => {} };

function laneWith(keys: readonly (string | null)[], since = performance.now()): Lane {
  const lane = new Lane('order.placed', 0);
  keys.forEach((key, place) => lane.add({ message: { key, value: `${place}` }, since, call, place }));
  return lane;
}
/** Sends until nothing waits. The broker refuses some messages with an error, even as part of a batch. */
function sendAll(lane: Lane, refuses: (value: string) => Error | undefined) {
  const stored: string[] = [];
  const refused: [string, string][] = [];
  const identities = [identity];
  const note = ({ confirmed = [], refused: more = [], spentIdentity }: Verdict) => {
    stored.push(...confirmed.map(({ message }) => message.value as string));
    refused.push(...more.map(({ entry, error }) => [entry.message.value as string, error.name] as [string, string]));
    if (spentIdentity) identities.push({ producerId: String(identities.length + 7), producerEpoch: 0 });
  };
  for (let n = 0; !lane.isIdle(); n++) {
    expect(n).toBeLessThan(50);
    lane.prepare(identities.at(-1)!);
    const error = lane.batch!.entries.map(({ message }) => refuses(message.value as string)).find(Boolean);
    note(error ? lane.failed(error, true, long) : { confirmed: lane.confirmed() });
  }
  return { stored, refused, identities: identities.length };
}

test.each(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TOPIC_EXCEPTION'])(
  'a message refused with %s is never taken, its neighbours are stored under the same numbers',
  (type) => {
    const sent = sendAll(laneWith(['a', 'b', 'c', null]), (value) => (value === '1' ? reply(type) : undefined));
    expect(sent).toEqual({ stored: ['0', '2', '3'], refused: [['1', NeverTaken.name]], identities: 1 });
  },
);

test('only messages with the key of a refused one are held behind it', () => {
  const lane = laneWith(['a', 'b', 'a', 'b', null, null, 'b']);
  const { stored, refused } = sendAll(lane, (value) => (value === '1' ? reply('MESSAGE_TOO_LARGE') : undefined));
  expect(stored).toEqual(['0', '2', '4', '5']);
  expect(refused).toEqual([
    ['1', NeverTaken.name],
    ['3', HeldBehind.name],
    ['6', HeldBehind.name],
  ]);
});

test.each(['UNKNOWN', 'CORRUPT_MESSAGE', 'INVALID_REQUEST'])(
  'a message refused with %s is doubtful: it is found by sending each alone, under new numbers',
  (type) => {
    const sent = sendAll(laneWith(['a', 'b', 'b', 'c']), (value) => (value === '1' ? reply(type) : undefined));
    expect(sent).toMatchObject({ stored: ['0', '3'], identities: 3 });
    expect(sent.refused).toEqual([
      ['1', DoubtfulMessage.name],
      ['2', HeldBehind.name],
    ]);
  },
);

test.each([
  'NOT_LEADER_FOR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
])('%s is no refusal: the same batch is sent again, under its numbers, until its time is up', (type) => {
  const lane = laneWith(['a', 'b']);
  lane.prepare(identity);
  const { batch } = lane;
  expect(lane.failed(reply(type), true, long)).toEqual({});
  lane.prepare(identity);
  expect(lane.batch).toBe(batch);
  const { refused } = lane.failed(reply(type), true, -1);
  expect(refused?.map(({ error }) => error.name)).toEqual([BrokerUnavailable.name, BrokerUnavailable.name]);
});

test('a broker that already has the batch confirms it', () => {
  const lane = laneWith(['a']);
  lane.prepare(identity);
  expect(lane.failed(reply('DUPLICATE_SEQUENCE_NUMBER'), true, long).confirmed).toHaveLength(1);
});

test('lost producer state returns the messages, to be published again under a new identity', () => {
  const lane = laneWith(['a']);
  lane.prepare(identity);
  const { refused, spentIdentity } = lane.failed(reply('OUT_OF_ORDER_SEQUENCE_NUMBER'), true, long);
  expect(spentIdentity).toBe(identity);
  expect(refused?.[0]?.error).toBeInstanceOf(BrokerUnavailable);
});

test('when a request with several partitions is refused, each is sent alone', () => {
  const lane = laneWith(['a']);
  lane.prepare(identity);
  expect(lane.failed(reply('MESSAGE_TOO_LARGE'), false, long)).toEqual({});
  expect(lane.batch?.alone).toBe(true);
});
