import { createRequire } from 'node:module';
import { repliesKnown, toMember, toPublisher } from './replies.js';

const require = createRequire(import.meta.url);
const { errorCodes, createErrorFromCode } = require('kafkajs/src/protocol/error') as {
  errorCodes: { type: string; code: number; retriable: boolean }[];
  createErrorFromCode: (code: number) => Error;
};
const reply = (type: string) => createErrorFromCode(errorCodes.find((entry) => entry.type === type)?.code ?? 30_000);

test('every error code that kafkajs knows is classified, and so is its code for unknown ones', () => {
  expect([...repliesKnown].sort()).toEqual(
    [...errorCodes.map(({ type }) => type), 'KAFKAJS_UNKNOWN_ERROR_CODE'].sort(),
  );
});

test('only a faulty message is never accepted', () => {
  const never = repliesKnown.filter((type) => toPublisher(reply(type)) === 'never');
  expect(never.sort()).toEqual(
    ['INVALID_RECORD', 'INVALID_TOPIC_EXCEPTION', 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].sort(),
  );
});

test('errors that kafkajs retries are temporary, unless the broker says that the message is damaged', () => {
  const retriable = errorCodes.filter((entry) => entry.retriable && entry.type !== 'CORRUPT_MESSAGE');
  for (const { type } of retriable) expect([type, toPublisher(reply(type))]).toEqual([type, 'not now']);
});

test('errors that an operator or the cluster can fix are waited for', () => {
  for (const type of ['TOPIC_AUTHORIZATION_FAILED', 'UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TIMESTAMP']) {
    expect(toPublisher(reply(type))).toBe('not now');
  }
});

test('lost producer state is no fault of the message', () => {
  expect(toPublisher(reply('OUT_OF_ORDER_SEQUENCE_NUMBER'))).toBe('new numbers');
  expect(toPublisher(reply('DUPLICATE_SEQUENCE_NUMBER'))).toBe('stored');
});

test('a code from a broker newer than kafkajs is doubtful, and a broken connection is not', () => {
  expect(toPublisher(reply('FROM_THE_FUTURE'))).toBe('doubtful');
  expect(toPublisher(new Error('Connection timeout'))).toBe('not now');
});

test('a member knows when an operator has to help, even if kafkajs wraps the error', () => {
  const wrapped = Object.assign(new Error('gave up'), { originalError: reply('INCONSISTENT_GROUP_PROTOCOL') });
  expect(toMember(wrapped)).toBe('somebody');
  expect(toMember(reply('REBALANCE_IN_PROGRESS'))).toBe('again');
  expect(toMember(new Error('the brokers do not respond'))).toBe('again');
});
