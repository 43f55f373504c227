import { waitFor } from '#runtime';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReceivedMessage } from '../../broker.js';
import { silentLog } from '../../log.js';
import { useTrialCluster } from '../../testing/cluster.js';
import { strangerTo } from '../../testing/stranger.js';
import { openCluster } from './cluster.js';
import { openKafka } from './broker.js';

const minutes = 60_000;
const cluster = useTrialCluster('kafka-contract');

const stranger = () => strangerTo(cluster().brokers);
const open = () =>
  openKafka({ brokers: cluster().brokers, clientId: 'kafka-contract', deliveryTimeoutMs: 2 * minutes });

const allCopiesInSync = (topics: string[]) =>
  waitFor({ what: 'every copy to be in sync', limitMs: 2 * minutes, everyMs: 500 }, async () => {
    const states = await cluster().admin.describeTopics(topics);
    return states.every(({ partitions }) => partitions.every(({ inSync }) => inSync.length === 3));
  });

async function read(topic: string): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for await (const message of cluster().admin.readTopic(topic)) messages.push(message);
  return messages;
}

/** Callers that publish numbered messages without pause, each under its own key, over several topics. */
function publishWithoutRest(broker: ReturnType<typeof open>, topics: readonly string[], callers: number) {
  const accepted = new Map<string, number>();
  let stopped = false;
  const running = Array.from({ length: callers }, async (_, caller) => {
    for (let n = 0; !stopped; n++) {
      const topic = topics[n % topics.length]!;
      await broker.publish([{ topic, key: `key-${caller}`, value: `${caller}-${n}`, headers: {} }]);
      accepted.set(`${topic} key-${caller}`, (accepted.get(`${topic} key-${caller}`) ?? 0) + 1);
      await pause(5);
    }
  });
  const total = () => [...accepted.values()].reduce((sum, count) => sum + count, 0);
  return {
    total,
    /** Waits until every caller has another acknowledgement. */
    progress: async () => {
      const before = total();
      await waitFor({ what: 'publishing to continue', limitMs: 2 * minutes }, () => total() > before + 3 * callers);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}

test(
  'brokers killed one after another under load: no confirmed message is lost, none is duplicated, order is kept, consumers take over',
  async () => {
    const topics = await cluster().topics(2);
    const broker = open();
    await broker.connect();
    const received = new Set<string>();
    const consume = () =>
      broker.consume({
        ...{ group: `killed-${topics[0]}`, topics, clientId: 'survivor' },
        onBatch: async (messages) => {
          for (const { value } of messages) received.add(value!.toString());
        },
      });
    await Promise.all([consume(), consume()]);
    const load = publishWithoutRest(broker, topics, 20);
    await load.progress();
    for (const part of ['kafka-1', 'kafka-2', 'kafka-3']) {
      await cluster().driver.kill(part);
      await load.progress();
      await cluster().driver.start(part);
      await allCopiesInSync(topics);
      await load.progress();
    }
    await load.stop();
    const total = load.total();
    const stored = (await Promise.all(topics.map(read))).flat();
    const distinct = new Set(stored.map(({ value }) => value!.toString()));
    expect({ lost: total - distinct.size, doubled: stored.length - distinct.size }).toEqual({ lost: 0, doubled: 0 });
    for (const topic of topics) {
      const lastOf = new Map<string, number>();
      for (const { key, value } of stored.filter((message) => message.topic === topic)) {
        const n = Number(value!.toString().split('-')[1]);
        expect(n).toBeGreaterThan(lastOf.get(key!) ?? -1);
        lastOf.set(key!, n);
      }
    }
    await waitFor({ what: 'the group to receive everything', limitMs: 2 * minutes }, () => received.size >= total);
    await broker.close();
  },
  10 * minutes,
);

test(
  'a frozen broker is worked around, and nothing is lost or duplicated when it resumes',
  async () => {
    const topics = await cluster().topics(1);
    const broker = open();
    await broker.connect();
    const load = publishWithoutRest(broker, topics, 10);
    await load.progress();
    await cluster().driver.pause('kafka-2');
    await load.progress();
    await cluster().driver.resume('kafka-2');
    await load.progress();
    await load.stop();
    const stored = await read(topics[0]!);
    const distinct = new Set(stored.map(({ value }) => value!.toString()));
    expect({ lost: load.total() - distinct.size, doubled: stored.length - distinct.size }).toEqual({
      ...{ lost: 0, doubled: 0 },
    });
    await broker.close();
    await allCopiesInSync(topics);
  },
  5 * minutes,
);

test('a group has a known lag as soon as a member has joined, before it has received anything', async () => {
  const [topic] = (await cluster().topics(1)) as [string];
  const broker = open();
  await broker.connect();
  const group = `idle-${topic}`;
  await broker.consume({ group, topics: [topic], clientId: 'idle', onBatch: async () => {} });
  const committed = await waitFor({ what: 'the start to be committed', limitMs: minutes }, async () => {
    const offsets = await cluster().admin.committedOffsets(group);
    return offsets.length === 3 && offsets;
  });
  expect(committed.map(({ offset }) => offset)).toEqual(['0', '0', '0']);
  expect(await cluster().admin.listGroups()).toContain(group);
  const [state] = await cluster().admin.describeGroups([group]);
  expect(state).toMatchObject({ group, state: 'stable' });
  expect(state!.members.map(({ clientId }) => clientId)).toEqual(['idle']);
  expect(state!.members[0]!.partitions).toHaveLength(3);
  await broker.close();
}, 120_000);

test('a message over the size limit is refused, and its neighbours are stored', async () => {
  const [topic] = (await cluster().topics(1)) as [string];
  const broker = open();
  await broker.connect();
  const one = (value: string) => broker.publish([{ topic, key: 'k', value, headers: {} }]);
  const outcomes = await Promise.allSettled([one('a'), one('x'.repeat(2_000_000)), one('b'), one('c')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  await one('d');
  expect((await read(topic)).map(({ value }) => value!.toString())).toEqual(['a', 'b', 'c', 'd']);
  await broker.close();
}, 120_000);

describe('what a reader at a given offset can still get', () => {
  const partition = 0;
  /** From an offset of partition 0 to its end. */
  async function waitingAt(topic: string, offset: string) {
    const [state] = await cluster().admin.describeTopics([topic]);
    const leader = state!.partitions[partition]!.leader!;
    const [end] = await cluster().admin.offsetsAt(leader, [{ topic, partition }], 'end');
    const [waiting] = await cluster().admin.waitingAt([{ topic, partition, offset, leader, end: end!.offset }]);
    return { ...waiting!, end: end!.offset };
  }

  test('is messages: neither transaction markers nor aborted records', async () => {
    const [topic] = (await cluster().topics(1)) as [string];
    await stranger().transact(topic, ['a', 'b'], 'commit');
    await stranger().transact(topic, ['c', 'd', 'e'], 'abort');
    await stranger().transact(topic, ['f'], 'commit');
    // The marker of a transaction is written a moment after its end is acknowledged.
    await waitFor({ what: 'nine offsets', limitMs: minutes }, async () => (await waitingAt(topic, '0')).end === '9');
    expect(await waitingAt(topic, '0')).toMatchObject({ messages: 3, oldest: { offset: 0 } });
    expect(await waitingAt(topic, '1')).toMatchObject({ messages: 2, oldest: { offset: 1 } });
    expect(await waitingAt(topic, '2')).toMatchObject({ messages: 1, oldest: { offset: 7 } });
    expect(await waitingAt(topic, '8')).toMatchObject({ messages: 0, oldest: undefined });
    expect((await read(topic)).map(({ value }) => value!.toString())).toEqual(['a', 'b', 'f']);
  }, 120_000);

  test('is counted in full even if one batch is larger than a fetch and there are several partitions', async () => {
    const [topic] = (await cluster().topics(1)) as [string];
    for (const value of ['x'.repeat(200_000), 'y'.repeat(200_000), 'z']) {
      await stranger().publish(
        topic,
        [0, 1, 2].map((to) => ({ partition: to, value })),
      );
    }
    const [state] = await cluster().admin.describeTopics([topic]);
    const places = state!.partitions.map(({ partition: at, leader }) => ({
      ...{ topic, partition: at, offset: '0', end: '3', leader: leader! },
    }));
    await waitFor({ what: 'every partition to be looked at', limitMs: minutes, everyMs: 10 }, async () => {
      const found = await cluster().admin.waitingAt(places);
      return found.every(({ messages, oldest }) => messages === 3 && oldest?.offset === 0);
    });
  }, 120_000);

  test('is dated by the broker, whatever the producer says', async () => {
    const [topic] = (await cluster().topics(1)) as [string];
    const before = Date.now();
    await stranger().publish(topic, [
      { partition, value: '1970', timestamp: '0' },
      { partition, value: 'now' },
    ]);
    const { written } = (await waitingAt(topic, '0')).oldest!;
    expect(written.saidBy).toBe('broker');
    expect(Math.abs(written.timestampMs - before)).toBeLessThan(10_000);
    expect(Math.abs((await read(topic))[0]!.timestampMs - before)).toBeLessThan(10_000);
  }, 120_000);
});

test('deleting a topic does not disturb publishing, consuming or inspecting the others', async () => {
  const [gone, other] = (await cluster().topics(2)) as [string, string];
  const broker = open();
  await broker.connect();
  const publish = (topic: string, value: string) => broker.publish([{ topic, key: 'k', value, headers: {} }]);
  const received: string[] = [];
  await broker.consume({
    ...{ group: `deleted-${gone}`, topics: [gone, other], clientId: 'survivor' },
    onBatch: async (messages) => void received.push(...messages.map(({ value }) => value!.toString())),
  });
  const seen = (value: string) =>
    waitFor({ what: `${value} to be received`, limitMs: 2 * minutes }, () => received.includes(value));
  await publish(gone, 'before');
  await publish(other, 'before, too');
  await Promise.all([seen('before'), seen('before, too')]);

  await stranger().deleteTopics(gone);
  await waitFor({ what: 'the topic to be gone', limitMs: minutes }, async () => {
    return (await cluster().admin.describeTopics([gone, other])).length === 1;
  });
  const waiting = publish(gone, 'for the new one');
  await publish(other, 'meanwhile');
  expect(await cluster().admin.endOffsets([other])).toHaveLength(3);
  await expect(cluster().admin.endOffsets([gone])).rejects.toThrow('does not exist');

  const contract = { name: gone, partitions: 3, retentionMs: -1, holds: 'events' as const };
  expect(await cluster().admin.createTopics([contract], 3)).toEqual([gone]);
  await waiting;
  await publish(gone, 'afterwards');
  await Promise.all([seen('meanwhile'), seen('for the new one'), seen('afterwards')]);
  await broker.close();
}, 300_000);

test('a consumer waits for a topic that does not exist yet', async () => {
  const topic = `late-${Date.now()}`;
  const broker = open();
  await broker.connect();
  let received = 0;
  const consumption = await broker.consume({
    ...{ group: `late-${topic}`, topics: [topic], clientId: 'late' },
    onBatch: async (messages) => void (received += messages.length),
  });
  expect(consumption.healthy()).toBe(false);
  const published = broker.publish([{ topic, key: 'k', value: 'v', headers: {} }]);
  await cluster().admin.createTopics([{ name: topic, partitions: 3, retentionMs: -1, holds: 'events' }]);
  await published;
  await waitFor({ what: 'the message', limitMs: minutes }, () => received === 1);
  await broker.close();
}, 120_000);

test('a broker that did not answer in time is dropped, and its connections do not outlive the cluster', async () => {
  const connections = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const before = connections();
  const opened = openCluster({ brokers: cluster().brokers, clientId: 'forgetful', log: silentLog });
  await opened.refresh();
  await Promise.all(opened.nodeIds().map((nodeId) => opened.node(nodeId)));
  expect(connections()).toBeGreaterThan(before);
  for (const broker of cluster().brokers) await opened.refresh({ broker });
  await opened.close();
  await waitFor({ what: 'no connection to be left', limitMs: minutes }, () => connections() <= before);
}, 120_000);
