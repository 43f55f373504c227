import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '#runtime';
import type { Broker, OutgoingMessage, ReceivedMessage } from './broker.js';
import { openKafka } from './brokers/kafka/broker.js';
import { openMemoryBroker } from './brokers/memory/broker.js';
import { useTrialCluster } from './testing/cluster.js';

const cluster = useTrialCluster('broker-contract');

const message = (topic: string, key: string | null, value: string): OutgoingMessage => ({
  ...{ topic, key, value, headers: { ce_id: value, 'content-type': 'text/plain' } },
});
const texts = (messages: readonly ReceivedMessage[]) => messages.map(({ value }) => value!.toString());
const within = (what: string, limitMs = 30_000) => ({ what, limitMs, everyMs: 20 });
const byKey = (messages: readonly ReceivedMessage[]) =>
  messages.reduce<Record<string, string[]>>((keys, { key, value }) => {
    (keys[key ?? ''] ??= []).push(value!.toString());
    return keys;
  }, {});

describe.each([
  { name: 'kafka', open: (): Broker => openKafka({ brokers: cluster().brokers, clientId: 'contract' }) },
  { name: 'memory', open: (): Broker => openMemoryBroker() },
])('a broker keeps its promises: $name', ({ open }) => {
  let broker: Broker;
  let topic: string;
  let group: string;
  let groups = 0;
  beforeEach(async () => {
    broker = open();
    await broker.connect();
    [topic] = (await cluster().topics(1)) as [string];
    group = `group-${++groups}-${topic}`;
  }, 60_000);
  afterEach(() => broker.close(), 60_000);

  const collect = async (onBatch?: (messages: readonly ReceivedMessage[]) => Promise<number | void>) => {
    const received: ReceivedMessage[] = [];
    const consumption = await broker.consume({
      ...{ group, topics: [topic], clientId: 'contract' },
      onBatch: async (messages) => {
        const done = await onBatch?.(messages);
        received.push(...messages.slice(0, done ?? messages.length));
        return done;
      },
    });
    return { received, consumption };
  };

  test('a message arrives as it was sent, with key, value, headers, place and time', async () => {
    const before = Date.now();
    await broker.publish([{ ...message(topic, 'k', '주문'), headers: { traceparent: '00-a-b-01', note: '한글' } }]);
    const { received } = await collect();
    await waitFor(within('the message'), () => received.length === 1);
    expect(received[0]).toMatchObject({
      ...{ topic, key: 'k', offset: '0', headers: { traceparent: '00-a-b-01', note: '한글' } },
      partition: expect.any(Number) as number,
    });
    expect(texts(received)).toEqual(['주문']);
    expect(received[0]!.timestampMs).toBeGreaterThanOrEqual(before - 1_000);
    expect(received[0]!.timestampMs).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  test('a message without key and value also arrives', async () => {
    await broker.publish([{ topic, key: null, value: null, headers: {} }]);
    const { received } = await collect();
    await waitFor(within('the message'), () => received.length === 1);
    expect(received[0]).toMatchObject({ key: null, value: null, headers: {} });
  });

  test('messages with the same key keep their order, however many callers publish at once', async () => {
    const { received } = await collect();
    const callers = Array.from({ length: 20 }, async (_, caller) => {
      for (let n = 0; n < 25; n++) await broker.publish([message(topic, `key-${caller}`, `${caller}-${n}`)]);
    });
    await Promise.all(callers);
    await waitFor(within('500 messages'), () => received.length >= 500);
    expect(received).toHaveLength(500);
    for (const [key, values] of Object.entries(byKey(received))) {
      const caller = key.split('-')[1];
      expect(values).toEqual(Array.from({ length: 25 }, (_, n) => `${caller}-${n}`));
    }
  });

  test('calls that are not awaited also keep their order', async () => {
    const { received } = await collect();
    await Promise.all(Array.from({ length: 300 }, (_, n) => broker.publish([message(topic, 'one', String(n))])));
    await waitFor(within('300 messages'), () => received.length >= 300);
    expect(texts(received)).toEqual(Array.from({ length: 300 }, (_, n) => String(n)));
  });

  test('unhandled messages are redelivered from the same message on, handled ones are not', async () => {
    await broker.publish(Array.from({ length: 10 }, (_, n) => message(topic, 'one', String(n))));
    let failures = 0;
    const { received } = await collect(async (messages) => {
      const bad = messages.findIndex(({ value }) => value!.toString() === '4');
      if (bad > 0) return bad;
      if (bad === 0 && ++failures <= 3) throw new Error('not yet');
    });
    await waitFor(within('ten messages'), () => received.length >= 10);
    expect(texts(received)).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
    expect(failures).toBe(4);
  });

  test('a partition that fails does not hold up the others', async () => {
    await broker.publish(Array.from({ length: 60 }, (_, n) => message(topic, `key-${n}`, String(n))));
    let badPartition: number | undefined;
    const { received } = await collect(async (messages) => {
      badPartition ??= messages[0]!.partition;
      if (messages[0]!.partition === badPartition) throw new Error('always');
    });
    await waitFor(within('the other partitions'), () => new Set(received.map((each) => each.partition)).size === 2);
    expect(received.every(({ partition }) => partition !== badPartition)).toBe(true);
  });

  test('a restarted consumer continues after the last commit', async () => {
    await broker.publish([message(topic, 'one', '0'), message(topic, 'one', '1')]);
    const first = await collect();
    await waitFor(within('the first two'), () => first.received.length === 2);
    await first.consumption.stop();
    await broker.publish([message(topic, 'one', '2')]);
    const second = await collect();
    await waitFor(within('the third'), () => second.received.length > 0);
    expect(texts(second.received)).toEqual(['2']);
  });

  test('stopping finishes the current batch and commits it', async () => {
    await broker.publish([message(topic, 'one', '0')]);
    const begun = Promise.withResolvers<void>();
    const first = await collect(async () => {
      begun.resolve();
      await pause(300);
    });
    await begun.promise;
    await first.consumption.stop();
    expect(texts(first.received)).toEqual(['0']);
    await broker.publish([message(topic, 'one', '1')]);
    const second = await collect();
    await waitFor(within('the second message'), () => second.received.length > 0);
    expect(texts(second.received)).toEqual(['1']);
  });

  test('two members share the partitions, and each takes over when the other leaves', async () => {
    const one = await collect();
    const two = await collect();
    await waitFor(within('both members'), () => one.consumption.healthy() && two.consumption.healthy());
    let n = 0;
    await waitFor(within('both to receive'), async () => {
      await broker.publish([message(topic, `key-${n}`, String(n++))]);
      return one.received.length > 0 && two.received.length > 0;
    });
    await two.consumption.stop();
    const before = one.received.length;
    await broker.publish(Array.from({ length: 30 }, (_, key) => message(topic, `late-${key}`, `late-${key}`)));
    await waitFor(within('the rest'), () => one.received.length >= before + 30);
    const all = new Set([...texts(one.received), ...texts(two.received)]);
    expect(all.size).toBe(n + 30);
  });

  test('a group without members can be rewound to the first message', async () => {
    await broker.publish([message(topic, 'a', '0'), message(topic, 'b', '1'), message(topic, 'c', '2')]);
    const first = await collect();
    await waitFor(within('three messages'), () => first.received.length === 3);
    await first.consumption.stop();
    const rewound = await broker.rewind(group, [topic]);
    expect(rewound.reduce((sum, { messages }) => sum + messages, 0)).toBe(3);
    const second = await collect();
    await waitFor(within('three messages again'), () => second.received.length === 3);
  });

  test('closing sends everything accepted', async () => {
    const other = open();
    await other.connect();
    const published = Promise.all(
      Array.from({ length: 200 }, (_, n) => other.publish([message(topic, 'one', String(n))])),
    );
    // The memory broker is its own cluster, so there we can only check that the messages were accepted.
    await Promise.all([published, pause(0).then(() => other.close())]);
    expect(other.healthy()).toBe(false);
  });

  test('a healthy broker reports healthy', async () => {
    expect(broker.healthy()).toBe(true);
    const { consumption } = await collect();
    await waitFor(within('the group to be joined'), () => consumption.healthy());
  });
});
