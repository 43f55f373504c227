import { jest } from '@jest/globals';
import { CompressionTypes, ConfigResourceTypes, Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import { deadLetterTopic, replayTopic } from '#contracts';
import type { Database } from '#database';
import { waitFor } from '#runtime';
import { largestUnpackedBytes } from './brokers/kafka/codecs.js';
import { listDeadLetters, replayDeadLetters } from './consume/replay-dead-letters.js';
import { silentObserver, type MessagingObserver } from './observer.js';
import type { OutboxState } from './publish/outbox.js';
import { dropSetAside, listSetAside, retrySetAside } from './publish/set-aside.js';
import { useTrialCluster } from './testing/cluster.js';
import { openTrialService, trialHeaders, type TrialService } from './testing/trial-service.js';

/** What someone can do who has only the brokers' address. Nothing stops, and nothing is lost silently. */
jest.setTimeout(180_000);
const cluster = useTrialCluster('strangers-contract');
let database: Database;
let service: TrialService;
let kafka: Kafka;
let producer: Producer;

beforeAll(async () => {
  database = await cluster().database('review');
  kafka = new Kafka({ clientId: 'stranger', brokers: cluster().brokers, logLevel: logLevel.NOTHING });
  producer = kafka.producer();
  await producer.connect();
});
afterAll(() => producer?.disconnect());
beforeEach(async () => {
  service = await openTrialService(cluster(), database);
});
afterEach(() => service.close());

const partitions = [0, 1, 2];
const within = (what: string) => ({ what, limitMs: 60_000, everyMs: 100 });
const event = (orderId: string, more: Partial<Message> = {}): Message => ({
  ...{ key: orderId, value: JSON.stringify({ orderId, n: 1 }) },
  headers: trialHeaders(service.asked.type, `event-${orderId}`),
  ...more,
});
const send = (messages: Message[], compression = CompressionTypes.None) =>
  producer.send({ topic: service.asked.type, messages, compression });
/** Publishes one more event to every partition: once they have their effects, no partition is stuck. */
const nothingStandsStill = async (name: string) => {
  await send(partitions.map((partition) => event(`${name}-${partition}`, { partition })));
  await waitFor(within(`every partition to proceed after ${name}`), async () => {
    const effects = await service.effects();
    return partitions.every((partition) => effects[`${name}-${partition}`] === 1);
  });
};
const lettersToBe = (count: number) =>
  waitFor(within(`${count} dead letters`), async () => {
    const letters = await service.read(deadLetterTopic(service.name));
    return letters.length >= count && letters;
  });
const configure = async (topic: string, name: string, value: string) => {
  const admin = kafka.admin();
  await admin.connect();
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name, value }] }];
  await admin.alterConfigs({ validateOnly: false, resources });
  await admin.disconnect();
};
const outboxToBeEmpty = () =>
  waitFor(within('the outbox to be empty'), async () => {
    const { rows } = await database.query<{ rows: number }>('SELECT count(*)::int AS rows FROM outbox');
    return rows[0]!.rows === 0;
  });

test('events are read however they were compressed', async () => {
  await service.start();
  const { GZIP, Snappy, LZ4, ZSTD } = CompressionTypes;
  for (const compression of [GZIP, Snappy, LZ4, ZSTD]) {
    await send([event(`codec-${compression}`), event(`codec-${compression}-too`)], compression);
  }
  await nothingStandsStill('codecs');
  const effects = await service.effects();
  expect(Object.keys(effects).filter((orderId) => orderId.startsWith('codec-'))).toHaveLength(8);
  expect(await service.read(deadLetterTopic(service.name))).toEqual([]);
});

test('a batch that decompresses to more than the limit is recorded by its offsets, and skipped', async () => {
  await service.start();
  await send([event('before', { partition: 1 })]);
  const half = Buffer.alloc(largestUnpackedBytes / 2 + 1);
  await send(
    [event('a', { partition: 1, value: half }), event('b', { partition: 1, value: half })],
    CompressionTypes.GZIP,
  );
  await nothingStandsStill('bomb');
  const [letter] = await lettersToBe(1);
  expect(letter).toMatchObject({ key: null, value: '' });
  expect(letter!.headers).toMatchObject({
    ...{ dl_topic: service.asked.type, dl_partition: '1', dl_offset: '1', dl_last_offset: '2' },
    ...{ dl_handler: service.name, dl_reason: expect.stringContaining('cannot be decoded') as string },
  });
});

test('the dead letter of an oversized message keeps its headers, and says where its body is', async () => {
  await service.start();
  await send([event('huge', { value: Buffer.alloc(3_000_000, 'x'), partition: 2 })], CompressionTypes.GZIP);
  await nothingStandsStill('huge');
  const [letter] = await lettersToBe(1);
  expect(letter!.headers).toMatchObject({
    ...{ ce_id: 'event-huge', dl_left_out: 'value', dl_topic: service.asked.type, dl_partition: '2', dl_offset: '0' },
    dl_reason: expect.stringContaining('not JSON') as string,
  });
  await outboxToBeEmpty();
});

test('among the dead letters, foreign messages are listed by position, and undecodable ones are skipped', async () => {
  const topic = deadLetterTopic(service.name);
  const half = Buffer.alloc(largestUnpackedBytes / 2 + 1);
  await producer.send({ topic, messages: [{ value: 'rubbish' }] });
  await producer.send({ topic, messages: [{ value: half }, { value: half }], compression: CompressionTypes.GZIP });
  await send([event('bad', { value: 'not json', partition: 1 })]);
  await service.start();
  await lettersToBe(3);
  const letters = await listDeadLetters(cluster().admin, service.name);
  expect(letters).toMatchObject([
    { topic, partition: 0, offset: '0', value: 'rubbish', reason: expect.stringContaining('none given') as string },
    { topic, partition: 0, offset: '1', lastOffset: '2', reason: expect.stringContaining('decoded') as string },
    { topic: service.asked.type, partition: 1, offset: '0', eventId: 'event-bad', isUndecodable: false },
  ]);
  expect(await replayDeadLetters(cluster().admin, service.name)).toEqual([
    { group: service.name, replayed: 2, passedOver: 1 },
  ]);
  const again = await waitFor(within('the replays to fail again'), async () => {
    const found = await listDeadLetters(cluster().admin, service.name);
    return found.length === 2 && found;
  });
  expect(again.map((letter) => [letter.topic, letter.partition, letter.offset])).toEqual([
    [replayTopic(service.name), 0, '0'],
    [service.asked.type, 1, '0'],
  ]);
});

test('nonsense becomes dead letters, and those with odd keys, headers and times are handled', async () => {
  await service.start();
  // Brokers refuse timestamps more than an hour ahead by default.
  await configure(service.asked.type, 'message.timestamp.after.max.ms', '9223372036854775807');
  const { headers } = event('any');
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`header-${n}`, 'text']));
  await send([
    event('tombstone', { value: null }),
    { value: null, key: null, partition: 0 },
    event('empty', { value: '', key: '' }),
    event('no-key', { key: null }),
    event('binary-key', { key: Buffer.from([0xff, 0x00, 0xfe]) }),
    event('huge-key', { key: 'k'.repeat(900_000) }),
    event('repeated', { headers: { ...headers, ce_id: ['first', 'event-repeated'], note: ['a', 'b'] } }),
    event('binary-header', {
      headers: { ...trialHeaders(service.asked.type, 'bh'), ['__proto__']: Buffer.from([0xff, 0]) },
    }),
    event('many-headers', { headers: { ...many, ...trialHeaders(service.asked.type, 'mh') } }),
    event('in-1970', { timestamp: '0' }),
    event('in-2100', { timestamp: String(Date.UTC(2100, 0, 1)) }),
  ]);
  await nothingStandsStill('oddities');
  const handled = [
    'no-key',
    'binary-key',
    'huge-key',
    'repeated',
    'binary-header',
    'many-headers',
    'in-1970',
    'in-2100',
  ];
  const effects = await service.effects();
  expect(Object.fromEntries(handled.map((orderId) => [orderId, effects[orderId]]))).toEqual(
    Object.fromEntries(handled.map((orderId) => [orderId, 1])),
  );
  const letters = await lettersToBe(3);
  expect(letters.map(({ headers: { dl_reason } }) => dl_reason).sort()).toEqual([
    expect.stringContaining('headers missing'),
    expect.stringContaining('no value'),
    expect.stringContaining('not JSON'),
  ]);
  await outboxToBeEmpty();
});

test('aborted records have no effect, and transaction markers hold up nothing', async () => {
  await service.start();
  const transactional = kafka.producer({
    transactionalId: `stranger-${service.name}`,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await transactional.connect();
  for (const [name, end] of [
    ['committed', 'commit'],
    ['aborted', 'abort'],
    ['committed-too', 'commit'],
  ] as const) {
    const transaction = await transactional.transaction();
    const messages = partitions.map((partition) => event(`${name}-${partition}`, { partition }));
    await transaction.send({ topic: service.asked.type, messages });
    await transaction[end]();
  }
  await transactional.disconnect();
  await nothingStandsStill('transactions');
  const effects = Object.keys(await service.effects()).filter((orderId) => !orderId.startsWith('transactions'));
  expect(effects.sort()).toEqual(
    ['committed', 'committed-too'].flatMap((name) => partitions.map((partition) => `${name}-${partition}`)),
  );
  expect(await service.read(deadLetterTopic(service.name))).toEqual([]);
});

describe('an outbox', () => {
  const write = (rows: readonly { topic: string; key: string | null; value: string }[]) =>
    database.query(
      `INSERT INTO outbox (event_id, topic, key, headers, payload)
       SELECT topic || n, topic, key, '{}', value
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS row(topic, key, value, n) ORDER BY n`,
      [rows.map(({ topic }) => topic), rows.map(({ key }) => key), rows.map(({ value }) => value)],
    );
  const published = async (topic: string) => (await service.read(topic)).map(({ value }) => value.slice(0, 20));

  test('sets aside what no broker accepts, with later rows of its key, and publishes the rest once', async () => {
    const states: OutboxState[] = [];
    const observer: MessagingObserver = { ...silentObserver, outbox: (state) => void states.push(state) };
    const topic = service.answered.type;
    const huge = `huge${'x'.repeat(3_000_000)}`;
    await write([
      { topic, key: 'a', value: 'a1' },
      { topic, key: 'b', value: huge },
      { topic, key: 'b', value: 'b2' },
      { topic, key: null, value: 'none' },
      { topic: 'no such topic!', key: 'c', value: 'c1' },
      { topic, key: 'a', value: 'a2' },
    ]);
    const messaging = await service.start({ reactions: [], observer });
    await outboxToBeEmpty();
    await write([{ topic, key: 'b', value: 'b3' }]);
    messaging.nudge();
    await outboxToBeEmpty();
    const rows = await listSetAside(database);
    expect(rows.map(({ key, isBehind, bytes }) => [key, isBehind, bytes])).toEqual([
      ['b', false, huge.length],
      ['b', true, 2],
      ['c', false, 2],
      ['b', true, 2],
    ]);
    expect(rows[0]!.reason).toMatch(/larger than the max message size/);
    await waitFor(within('the metric to show it'), () => states.at(-1)?.setAsideMessages === 4);
    expect((await published(topic)).sort()).toEqual(['a1', 'a2', 'none']);

    // The topic now accepts more: the rows are retried in order, and only those that still fail are set aside again.
    await configure(topic, 'max.message.bytes', '5000000');
    expect(await retrySetAside(database)).toBe(4);
    await waitFor(within('the rest to be published'), async () => (await published(topic)).length === 6);
    await outboxToBeEmpty();
    expect((await published(topic)).filter((value) => /^(huge|b)/.test(value))).toEqual([
      huge.slice(0, 20),
      'b2',
      'b3',
    ]);
    const [left] = await listSetAside(database);
    expect(await dropSetAside(database, left!.id)).toMatchObject({ dropped: { topic: 'no such topic!' }, putBack: 0 });
    expect(await listSetAside(database)).toEqual([]);
    expect(await dropSetAside(database, left!.id)).toBeUndefined();
  });

  test('holds back only the rows of a topic that is gone, and publishes them in order once it is recreated', async () => {
    const gone = `gone-${service.name}`;
    const topic = service.answered.type;
    const toGone = Array.from({ length: 600 }, (_, n) => ({ topic: gone, key: 'one', value: `gone-${n}` }));
    await write([...toGone, { topic, key: 'a', value: 'a1' }]);
    const messaging = await service.start({ reactions: [] });
    await waitFor(within('the other topic'), async () => (await published(topic)).length === 1);
    await write([{ topic, key: 'a', value: 'a2' }]);
    messaging.nudge();
    await waitFor(within('the other topic to proceed'), async () => (await published(topic)).length === 2);
    expect(await listSetAside(database)).toEqual([]);
    await cluster().admin.createTopics([{ name: gone, partitions: 3, retentionMs: -1, holds: 'events' }]);
    await outboxToBeEmpty();
    const values = await published(gone);
    expect([...new Set(values)]).toEqual(toGone.map(({ value }) => value));
  });
});
