import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { deadLetterTopic } from '#contracts';
import { migrate, type Database } from '#database';
import { waitFor } from '#runtime';
import { listDeadLetters, replayDeadLetters } from './consume/replay-dead-letters.js';
import type { Messaging } from './messaging.js';
import { reaction } from './consume/reaction.js';
import { useTrialCluster } from './testing/cluster.js';
import { messagingMigrations } from './tables.js';
import { openTrialService, trialHeaders, type TrialService } from './testing/trial-service.js';

jest.setTimeout(180_000);
const cluster = useTrialCluster('journey-contract');
let database: Database;
let service: TrialService;
beforeAll(async () => {
  database = await cluster().database('review');
});
beforeEach(async () => {
  service = await openTrialService(cluster(), database);
});
afterEach(() => service.close());

const within = (what: string, limitMs = 60_000) => ({ what, limitMs, everyMs: 50 });
const orders = (count: number) => Array.from({ length: count }, (_, n) => ({ orderId: `order-${n}`, n }));
const numberOf = (effects: Record<string, number>) => Object.keys(effects).length;
const untilEffects = (count: number) =>
  waitFor(within(`${count} effects`), async () => {
    const effects = await service.effects();
    return numberOf(effects) >= count && effects;
  });
const each = (effects: Record<string, number>) => new Set(Object.values(effects));
const nothingWaits = () =>
  waitFor(within('the outbox to be empty'), async () => {
    const { rows } = await database.query<{ rows: number }>('SELECT count(*)::int AS rows FROM outbox');
    return rows[0]!.rows === 0;
  });
const groupIsDone = () =>
  waitFor(within('the group to commit everything'), async () => {
    const ends = await cluster().admin.endOffsets([service.asked.type]);
    const committed = await cluster().admin.committedOffsets(service.name);
    return ends.every(({ partition, offset }) =>
      committed.some((at) => at.topic === service.asked.type && at.partition === partition && at.offset === offset),
    );
  });

test('what is stored with its cause is published, handled once, and answered once', async () => {
  const messaging = await service.start();
  await messaging.inScope(async ({ publish }) => {
    for (const order of orders(50)) publish(service.asked, order);
  });
  expect(each(await untilEffects(50))).toEqual(new Set([1]));
  await nothingWaits();
  const answers = await service.read(service.answered.type);
  expect(new Set(answers.map(({ key }) => key)).size).toBe(50);
  expect(answers).toHaveLength(50);
  expect(answers[0]!.headers).toMatchObject({
    ...{ ce_specversion: '1.0', ce_type: service.answered.type, ce_dataversion: '1' },
    ...{ ce_source: `/eventstage/${service.name}`, 'content-type': 'application/json' },
  });
});

test('what is rolled back is not published', async () => {
  const messaging = await service.start();
  const failing = messaging.inScope(async ({ publish }) => {
    publish(service.asked, { orderId: 'never', n: 0 });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await messaging.inScope(async ({ publish }) => publish(service.asked, { orderId: 'kept', n: 0 }));
  await untilEffects(1);
  expect(await service.effects()).toEqual({ kept: 1 });
});

test('an event delivered twice has one effect, in one batch or in two', async () => {
  await service.ask([...orders(20), ...orders(20)]);
  await service.start();
  await untilEffects(20);
  await service.ask([...orders(20), { orderId: 'last', n: 0 }]);
  await untilEffects(21);
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
});

test('without the inbox a second effect would show: the effect table does not hide it', async () => {
  await service.ask(orders(5));
  await service.start();
  await untilEffects(5);
  await groupIsDone();
  await database.query('DELETE FROM inbox');
  await service.ask(orders(5));
  await waitFor(within('the doubles'), async () =>
    Object.values(await service.effects()).every((times) => times === 2),
  );
});

test('a relay that dies between publish and mark publishes again, and there is still one effect', async () => {
  let isArmed = false;
  const faults = {
    beforeHandling: async () => {},
    afterPublish: () => {
      if (!isArmed) return;
      isArmed = false;
      throw new Error('died before the mark');
    },
  };
  const messaging = await service.start({ faults });
  // The first answer of a new topic may be late; late answers are marked in another round.
  await messaging.inScope(async ({ publish }) => publish(service.asked, { orderId: 'first', n: 0 }));
  await untilEffects(1);
  await nothingWaits();
  isArmed = true;
  const before = (await service.read(service.asked.type)).length;
  await messaging.inScope(async ({ publish }) => {
    for (const order of orders(10)) publish(service.asked, order);
  });
  await untilEffects(11);
  await waitFor(
    within('the second publication'),
    async () => (await service.read(service.asked.type)).length === before + 20,
  );
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
});

test('several relays of one database take turns, skip no row, and keep the order of each key', async () => {
  const instances: Messaging[] = [];
  for (let n = 0; n < 3; n++) instances.push(await service.start({ reactions: [] }));
  const keys = Array.from({ length: 10 }, (_, key) => `key-${key}`);
  await Promise.all(
    keys.map(async (orderId, key) => {
      for (let n = 0; n < 30; n++) {
        const messaging = instances[(key + n) % instances.length]!;
        await messaging.inScope(async ({ publish }) => publish(service.asked, { orderId, n }));
      }
    }),
  );
  await nothingWaits();
  const published = await service.read(service.asked.type);
  // While an answer is late, the next relay does not know about it and publishes those rows again. Three relays that
  // did not take turns would publish each row three times.
  expect(published.length).toBeLessThan(750);
  for (const key of keys) {
    const numbers = published
      .filter((message) => message.key === key)
      .map(({ value }) => (JSON.parse(value) as { n: number }).n);
    expect([...new Set(numbers)]).toEqual(Array.from({ length: 30 }, (_, n) => n));
  }
});

test('messages that are no events become dead letters with a reason, and the partition proceeds', async () => {
  const topic = service.asked.type;
  const good = JSON.stringify({ orderId: 'x', n: 1 });
  const headers = trialHeaders(topic, 'poison');
  const poison: [string, string | Buffer | null, Record<string, string>][] = [
    ['not JSON', 'not json', { ...headers, ce_id: 'p1' }],
    ['no headers', good, {}],
    ['wrong schema', '{"orderId":""}', { ...headers, ce_id: 'p2' }],
    ['unknown version', good, { ...headers, ce_id: 'p3', ce_dataversion: '99' }],
    ['unknown type', good, { ...headers, ce_id: 'p4', ce_type: 'somebody.else' }],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x41]), { ...headers, ce_id: 'p5' }],
    ['a NUL in header and id', good, { ...headers, ce_id: 'p\0', note: 'a\0b' }],
    ['an endless id', good, { ...headers, ce_id: 'i'.repeat(10_000) }],
    ['no value', null, { ...headers, ce_id: 'p6' }],
  ];
  const key = 'same-partition';
  await service.broker.publish([
    { topic, key, value: good.replace('"x"', '"before"'), headers: trialHeaders(topic, 'before') },
    ...poison.map(([, value, given]) => ({ topic, key, value, headers: given })),
    { topic, key, value: good.replace('"x"', '"after"'), headers: trialHeaders(topic, 'after') },
  ]);
  await service.start();
  expect(await untilEffects(2)).toEqual({ before: 1, after: 1 });
  await nothingWaits();
  const letters = await listDeadLetters(cluster().admin, service.name);
  expect(letters.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('not JSON'),
    expect.stringContaining('headers missing'),
    expect.stringContaining('data/'),
    expect.stringContaining('version'),
    expect.stringContaining('type is somebody.else'),
    expect.stringContaining('not JSON'),
    expect.stringContaining('not a usable id'),
    expect.stringContaining('not a usable id'),
    expect.stringContaining('no value'),
  ]);
  expect(letters.map(({ offset }) => offset)).toEqual(poison.map((_, index) => String(index + 1)));
  expect(letters[0]).toMatchObject({ topic, handler: 'write-effect', group: service.name, key, value: 'not json' });
  const raw = [];
  for await (const message of cluster().admin.readTopic(deadLetterTopic(service.name))) raw.push(message);
  expect(raw[5]!.value).toEqual(poison[5]![1]);
  expect(raw[8]!.value).toBeNull();
});

test('a handler that keeps failing is retried a few times, then given up, and its neighbours are handled in order', async () => {
  const handled: string[] = [];
  let attempts = 0;
  const fussy = reaction(service.asked, 'fussy', async (event, { transaction }) => {
    const { orderId, n } = event.data;
    if (orderId === 'bad') {
      attempts++;
      throw new Error('cannot stand it');
    }
    await transaction.query('INSERT INTO effects VALUES ($1, $2)', [orderId, n]);
    handled.push(orderId);
  });
  const key = 'one';
  const message = (orderId: string) => ({
    ...{ topic: service.asked.type, key, value: JSON.stringify({ orderId, n: 0 }) },
    headers: trialHeaders(service.asked.type, `id-${orderId}`),
  });
  await service.broker.publish(['a', 'b', 'bad', 'c', 'd'].map(message));
  await service.start({ reactions: [fussy] });
  await untilEffects(4);
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
  expect([...new Set(handled)]).toEqual(['a', 'b', 'c', 'd']);
  // Once among the others, then three times alone.
  expect(attempts).toBe(4);
  await nothingWaits();
  const [letter, ...more] = await listDeadLetters(cluster().admin, service.name);
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ reason: 'Error: cannot stand it', handler: 'fussy', eventId: 'id-bad', offset: '2' });
});

test('a handler that swallows the error of a statement is detected, and does not affect others', async () => {
  const careless = reaction(service.asked, 'careless', async (event, { transaction }) => {
    const { orderId, n } = event.data;
    await transaction.query('INSERT INTO effects VALUES ($1, $2)', [orderId, n]);
    if (orderId === 'order-1') await transaction.query('SELECT nonsense').catch(() => {});
  });
  await service.ask(orders(3));
  await service.start({ reactions: [careless] });
  expect(await untilEffects(2)).toEqual({ 'order-0': 1, 'order-2': 1 });
  await groupIsDone();
  await nothingWaits();
  expect(await listDeadLetters(cluster().admin, service.name)).toMatchObject([{ eventId: 'event-order-1-1' }]);
});

test('a dead letter is replayed to its group and handled exactly once, even if it is replayed twice', async () => {
  let broken = true;
  const mended = reaction(service.asked, 'mended', async (event, { transaction }) => {
    if (broken) throw new Error('not fixed yet');
    const { orderId, n } = event.data;
    await transaction.query('INSERT INTO effects VALUES ($1, $2)', [orderId, n]);
  });
  await service.start({ reactions: [mended] });
  await service.ask(orders(3));
  const letters = await waitFor(within('three dead letters'), async () => {
    const list = await listDeadLetters(cluster().admin, service.name);
    return list.length === 3 && list;
  });
  // It fails again, so each becomes a dead letter again.
  await replayDeadLetters(cluster().admin, service.name);
  await waitFor(within('three more'), async () => (await service.read(deadLetterTopic(service.name))).length === 6);
  broken = false;
  expect(await replayDeadLetters(cluster().admin, service.name)).toEqual([
    { group: service.name, replayed: 3, passedOver: 0 },
  ]);
  expect(await untilEffects(3)).toEqual(Object.fromEntries(letters.map(({ key }) => [key, 1])));
  expect(await listDeadLetters(cluster().admin, service.name)).toEqual([]);
  // As if the replay had died before it could set its bookmark.
  await cluster().admin.setOffsets('dead-letter-replay', [
    { topic: deadLetterTopic(service.name), partition: 0, offset: '0' },
  ]);
  await replayDeadLetters(cluster().admin, service.name);
  await service.ask([{ orderId: 'last', n: 0 }]);
  await untilEffects(4);
  await waitFor(within('the replays to be handled'), async () => {
    const topic = `replay.${service.name}`;
    const [end] = await cluster().admin.endOffsets([topic]);
    const committed = await cluster().admin.committedOffsets(service.name);
    return committed.some((at) => at.topic === topic && at.offset === end!.offset);
  });
  expect(each(await service.effects())).toEqual(new Set([1]));
  const { rows } = await database.query(`SELECT DISTINCT outcome FROM inbox WHERE event_id LIKE 'event-%'`);
  expect(rows).toEqual([{ outcome: 'handled' }]);
});

test('with a share of messages failing, everything is still handled once', async () => {
  let calls = 0;
  const faults = {
    beforeHandling: async () => {
      if (++calls % 5 === 0) throw new Error('a bad moment');
    },
    afterPublish: () => {},
  };
  await service.ask(orders(300));
  await service.start({ faults });
  await untilEffects(300);
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
  await nothingWaits();
  expect(await service.read(service.answered.type)).toHaveLength(300);
});

test('slow handlers show their progress: a batch is committed in pieces', async () => {
  const faults = { beforeHandling: () => pause(100), afterPublish: () => {} };
  await service.ask(orders(60).map(({ n }) => ({ orderId: 'one', n })));
  await service.start({ faults });
  const committed = await waitFor(within('a first piece'), async () => {
    const offsets = await cluster().admin.committedOffsets(service.name);
    const sum = offsets.reduce((total, { offset }) => total + Number(offset), 0);
    return sum > 0 && sum;
  });
  expect(committed).toBeLessThan(60);
});

test('a database outage loses and duplicates nothing', async () => {
  const messaging = await service.start();
  await service.ask(orders(50));
  await untilEffects(50);
  await cluster().driver.kill('postgres');
  await service.ask(orders(100));
  await pause(1_000);
  await cluster().driver.start('postgres');
  await untilEffects(100);
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
  await nothingWaits();
  expect(await listDeadLetters(cluster().admin, service.name)).toEqual([]);
  expect(messaging.healthy()).toEqual({ broker: true, consumers: true });
});

test('two instances of a service share the work, and nothing is done twice when one leaves', async () => {
  const first = await service.start();
  await service.start();
  await service.ask(orders(200));
  await untilEffects(50);
  await first.stop();
  await service.ask(orders(400).slice(200));
  await untilEffects(400);
  await groupIsDone();
  expect(each(await service.effects())).toEqual(new Set([1]));
});

test('a view is rebuilt from the first event', async () => {
  const messaging = await service.start();
  await service.ask(orders(40));
  await untilEffects(40);
  const left: number[] = [];
  const { messages } = await messaging.restartFromBeginning(
    async (transaction) => void (await transaction.query('TRUNCATE effects')),
    (messagesLeft) => left.push(messagesLeft),
  );
  expect(messages).toBe(40);
  expect(left[0]).toBe(40);
  expect(left.at(-1)).toBe(0);
  expect(each(await service.effects())).toEqual(new Set([1]));
  expect(numberOf(await service.effects())).toBe(40);
});

test('a repeated call is executed once', async () => {
  const messaging = await service.start();
  const call = () =>
    messaging.once('POST /points', 'key-1', async ({ publish }) => publish(service.asked, orders(1)[0]!));
  expect(await Promise.all([call(), call(), call()]).then((firsts) => firsts.filter(Boolean))).toEqual([true]);
  await untilEffects(1);
  expect(await call()).toBe(false);
});

test('receipts older than a week are deleted, however many; newer ones are kept', async () => {
  await database.query(
    `INSERT INTO inbox (handler, event_id, outcome, handled_at)
     SELECT 'write-effect', 'old-' || n, 'handled', now() - interval '7 days 1 minute' FROM generate_series(1, 4500) AS n`,
  );
  await database.query(
    `INSERT INTO inbox (handler, event_id, outcome, handled_at)
     VALUES ('write-effect', 'young', 'handled', now() - interval '6 days 23 hours'), ('write-effect', 'new', 'handled', now())`,
  );
  await service.start({ pruning: { firstAfterMs: 0 } });
  const left = await waitFor(within('the old receipts to be deleted'), async () => {
    const { rows } = await database.query<{ event_id: string }>('SELECT event_id FROM inbox ORDER BY event_id');
    return !rows.some(({ event_id }) => event_id.startsWith('old-')) && rows;
  });
  expect(left.map(({ event_id }) => event_id)).toEqual(['new', 'young']);
});

test('a database of an older version gets library migrations that are newer than those of its service', async () => {
  const older = await cluster().database('coupon');
  await older.query('DROP INDEX inbox_by_age');
  await older.query("DELETE FROM kysely_migration WHERE name = '001-inbox-by-age'");
  await older.query("INSERT INTO kysely_migration (name, timestamp) VALUES ('101-orders', now()::text)");
  await migrate(older, [...messagingMigrations, { name: '101-orders', sql: 'SELECT 1' }]);
  const { rows } = await older.query("SELECT 1 FROM pg_indexes WHERE indexname = 'inbox_by_age'");
  expect(rows).toHaveLength(1);
});

test('the outbox reports how much is waiting and for how long', async () => {
  const states: { backlogMessages: number; oldestAgeSeconds: number }[] = [];
  const { silentObserver } = await import('./observer.js');
  await service.start({
    reactions: [],
    observer: { ...silentObserver, outbox: (state) => void states.push(state) },
  });
  // Rows for a topic that does not exist wait.
  await database.query(
    `INSERT INTO outbox (event_id, topic, key, headers, payload) VALUES ('e', $1, 'k', '{}', '{}')`,
    [`${service.asked.type}.gone`],
  );
  await waitFor(within('a growing age'), () => states.some((state) => state.oldestAgeSeconds > 1.5));
  expect(states.at(-1)!.backlogMessages).toBe(1);
});
