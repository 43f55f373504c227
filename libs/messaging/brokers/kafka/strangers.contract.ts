import { jest } from '@jest/globals';
import { AssignerProtocol, Kafka, logLevel, PartitionAssigners, type Consumer } from 'kafkajs';
import { waitFor } from '#runtime';
import { silentLog, type Log } from '../../log.js';
import { silentObserver } from '../../observer.js';
import { useTrialCluster } from '../../testing/cluster.js';
import { strangerTo } from '../../testing/stranger.js';
import { openCluster } from './cluster.js';
import { openKafka } from './broker.js';

/**
 * What others can do to our groups and their topics with Kafka's own tools. No group stops, and each reports what it
 * missed.
 */
jest.setTimeout(240_000);
const cluster = useTrialCluster('kafka-strangers');
const stranger = () => strangerTo(cluster().brokers);
const within = (what: string) => ({ what, limitMs: 120_000, everyMs: 100 });
const three = [0, 1, 2];

/** A group with one member, on its own topic. */
async function openGroup(topic: string) {
  const errors: { about: object; message: string }[] = [];
  const log: Log = { ...silentLog, error: (about: object, message: string) => void errors.push({ about, message }) };
  let missed = 0;
  const observer = {
    ...silentObserver,
    missed: (_group: string, _topic: string, messages: number) => (missed += messages),
  };
  const broker = openKafka({ brokers: cluster().brokers, clientId: `group-${topic}`, log, observer });
  await broker.connect();
  const group = `group-${topic}`;
  const received: string[] = [];
  const join = () =>
    broker.consume({
      ...{ group, topics: [topic], clientId: group },
      onBatch: async (messages) => void received.push(...messages.map(({ value }) => String(value))),
    });
  const publish = (...values: { partition: number; value: string }[]) => stranger().publish(topic, values);
  return {
    ...{ group, errors, received, join, publish },
    missed: () => missed,
    toReceive: (...values: string[]) =>
      waitFor(within(`${values.join(', ')} to be received`), () => values.every((value) => received.includes(value))),
    /** The group's position in each partition. */
    toStandAt: (expected: Record<number, string>) =>
      waitFor(within(`${group} to stand at ${JSON.stringify(expected)}`), async () => {
        const places = (await cluster().admin.committedOffsets(group)).filter((place) => place.topic === topic);
        const found = Object.fromEntries(places.map(({ partition, offset }) => [partition, offset]));
        return Object.entries(expected).every(([partition, offset]) => found[Number(partition)] === offset);
      }),
    toBeEmpty: () =>
      waitFor(within(`${group} to be empty`), async () => {
        const [state] = await cluster().admin.describeGroups([group]);
        return state?.state === 'empty';
      }),
    close: () => broker.close(),
  };
}

const topicOf = async () => (await cluster().topics(1))[0]!;

test('partitions added to a topic are consumed, and the group has an offset in them before they hold a record', async () => {
  const topic = await topicOf();
  const group = await openGroup(topic);
  await group.join();
  await group.toStandAt({ 0: '0', 1: '0', 2: '0' });
  await stranger().addPartitions(topic, 5);
  await group.toStandAt({ 3: '0', 4: '0' });
  await group.publish({ partition: 4, value: 'new' }, { partition: 0, value: 'old' });
  await group.toReceive('new', 'old');
  await group.close();
});

test('offsets are never returned without a partition that the cluster does not know yet', async () => {
  const topic = await topicOf();
  const knowing = openCluster({ brokers: cluster().brokers, clientId: 'knowing', log: silentLog });
  expect(await knowing.partitionsOf(topic)).toHaveLength(3);
  await stranger().addPartitions(topic, 4);
  const wanted = [{ topic, partitions: [...three, 3] }];
  await expect(knowing.offsets(wanted, 'first')).rejects.toThrow('not all partitions are known');
  const found = await waitFor(within('the new partition'), async () => {
    await knowing.refresh();
    return knowing.offsets(wanted, 'first').catch(() => undefined);
  });
  expect(found).toHaveLength(4);
  await knowing.close();
});

test('a group set to an offset that does not exist starts over, reports it, and has an offset in empty partitions too', async () => {
  const topic = await topicOf();
  const group = await openGroup(topic);
  await group.publish({ partition: 0, value: 'a' }, { partition: 1, value: 'b' });
  await stranger().setOffsets(group.group, topic, '1000');
  await group.join();
  await group.toReceive('a', 'b');
  await group.toStandAt({ 0: '1', 1: '1', 2: '0' });
  expect(group.errors.map(({ message }) => message)).toEqual(
    three.map(() => expect.stringContaining('nothing where the group stood') as string),
  );
  expect(group.errors.map(({ about }) => (about as { partition: number }).partition).sort()).toEqual(three);
  await group.close();
});

test('a group whose next records were deleted continues after them, and reports how many it missed', async () => {
  const topic = await topicOf();
  const group = await openGroup(topic);
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({ partition: 0, value: `${from + n}` }));
  await group.publish(...numbered(0, 3));
  const consumption = await group.join();
  await group.toStandAt({ 0: '3' });
  await consumption.stop();
  await group.toBeEmpty();
  await group.publish(...numbered(3, 10));
  await stranger().deleteRecords(topic, [{ partition: 0, offset: '10' }]);
  await group.join();
  await group.toStandAt({ 0: '10' });
  expect(group.errors).toEqual([
    {
      about: expect.objectContaining({ topic, partition: 0, was: '3', goesOnAt: '10', missed: 7 }) as object,
      message: expect.stringContaining('deleted before the group got them') as string,
    },
  ]);
  expect(group.missed()).toBe(7);
  await group.publish({ partition: 0, value: 'afterwards' });
  await group.toReceive('afterwards');
  await group.close();
});

describe('another program that joins under the name of our assigner', () => {
  const intruder = (group: string, metadata: Buffer): Consumer =>
    new Kafka({ clientId: 'intruder', brokers: cluster().brokers, logLevel: logLevel.NOTHING }).consumer({
      groupId: group,
      retry: { retries: 0, restartOnFailure: async () => false },
      partitionAssigners: [
        (config) => ({
          ...{ ...PartitionAssigners.roundRobin(config), name: 'eventstage' },
          protocol: () => ({ name: 'eventstage', metadata }),
        }),
      ],
    });

  test.each([
    ['no subscription', () => Buffer.alloc(0)],
    ['our subscription', (topic: string) => AssignerProtocol.MemberMetadata.encode(subscriptionTo(topic))],
  ])('with %s gets no partition', async (_, metadata) => {
    const topic = await topicOf();
    const group = await openGroup(topic);
    await group.join();
    await group.toStandAt({ 0: '0', 1: '0', 2: '0' });
    const other = intruder(group.group, metadata(topic));
    const assigned = Promise.withResolvers<object>();
    other.on(other.events.GROUP_JOIN, ({ payload }) => assigned.resolve(payload.memberAssignment));
    await other.connect();
    await other.subscribe({ topics: [topic] });
    await other.run({ eachMessage: async () => {} });
    expect(await assigned.promise).toEqual({});
    await group.publish(...three.map((partition) => ({ partition, value: `p${partition}` })));
    await group.toReceive('p0', 'p1', 'p2');
    await other.disconnect();
    await group.close();
  });

  test('with a subscription that the broker cannot read breaks the group, which is then cleared and rebuilt', async () => {
    const topic = await topicOf();
    const group = await openGroup(topic);
    const consumption = await group.join();
    await group.toStandAt({ 0: '0', 1: '0', 2: '0' });
    const other = intruder(group.group, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await other.connect();
    await other.subscribe({ topics: [topic] });
    void other.run({ eachMessage: async () => {} }).catch(() => {});
    await waitFor(within('the group to be cleared'), () =>
      group.errors.some(({ message }) => message.includes('broken by a member')),
    );
    await other.disconnect();
    await waitFor(within('the member to be back'), () => consumption.healthy());
    await group.publish({ partition: 1, value: 'afterwards' });
    await group.toReceive('afterwards');
    await group.close();
  });
});

const subscriptionTo = (topic: string) => ({ version: 0, topics: [topic], userData: Buffer.alloc(0) });
