import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, type Admin } from 'kafkajs';
import type { TopicContract } from '#contracts';
import type { OutgoingMessage, ReceivedMessage } from '../../broker.js';
import { silentLog, type Log } from '../../log.js';
import { openCluster, socketFactory, type Dial, type KafkaCluster } from './cluster.js';
import { offsetsAt, type PartitionOffset, type TopicState } from './answers.js';
import { readPartition } from './fetch.js';
import { describeGroups, listGroups, type GroupState } from './groups.js';
import { kafkaLogLevel, quietly } from './log.js';
import { committedOffsets, isBehind, setOffsets } from './offsets.js';
import { openProducer } from './producer.js';
import { createTopics, describeTopics } from './topics.js';
import { waitingAt, type Waiting, type WaitingPlace } from './waiting.js';

export type { GroupState, PartitionOffset, TopicState, Waiting, WaitingPlace };

/** The cluster as an operator sees it: topics, groups and what lies in partitions. Never a member of any group. */
export interface KafkaAdmin {
  /** Resolves once the cluster has answered. */
  connect(): Promise<void>;
  /**
   * Creates what does not exist: three copies, two of which must confirm (fewer where there are fewer brokers).
   * @param brokers how many the cluster has, where more are known of than take part now
   * @returns names of those that did not exist
   */
  createTopics(contracts: readonly TopicContract[], brokers?: number): Promise<string[]>;
  /** The brokers that take part now. */
  describeCluster(): Promise<{ brokers: { nodeId: number; address: string }[]; controller: number }>;
  /** Leaders and copies of all partitions; topics that do not exist are left out. */
  describeTopics(topics: readonly string[]): Promise<TopicState[]>;
  /** Groups that consumers have joined, also those without members now. */
  listGroups(): Promise<string[]>;
  describeGroups(groups: readonly string[]): Promise<GroupState[]>;
  /** Everything a group ever committed, with one request. Partitions whose offset is not known now are left out. */
  committedOffsets(group: string): Promise<PartitionOffset[]>;
  /** True when there is a message that the group has not committed and can still get. */
  isBehind(group: string, topics: readonly string[]): Promise<boolean>;
  /** The offsets behind the last message, of all partitions, with one request to each leader. */
  endOffsets(topics: readonly string[]): Promise<PartitionOffset[]>;
  /** The offsets of the first message that is still there. */
  firstOffsets(topics: readonly string[]): Promise<PartitionOffset[]>;
  /**
   * The same of some partitions, as one broker says that leads them; those that it cannot say are left out. For those who
   * ask often and keep going when a broker is away: nothing is asked twice.
   */
  offsetsAt(leader: number, partitions: readonly Partition[], which: 'first' | 'end'): Promise<PartitionOffset[]>;
  /** What somebody can still get who stands at a place. Keeps what it saw for the next time; never rejects. */
  waitingAt(places: readonly WaitingPlace[]): Promise<Waiting[]>;
  /** @throws when the group has members */
  setOffsets(group: string, offsets: PartitionOffset[]): Promise<void>;
  /** Every message of a topic, oldest first in each partition, up to what was there when the reading began. */
  readTopic(topic: string): AsyncIterable<ReceivedMessage>;
  /** As Broker.publish. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

type Partition = Omit<PartitionOffset, 'offset'>;

export interface KafkaAdminOptions {
  brokers: readonly string[];
  clientId: string;
  log?: Log;
  dial?: Dial;
}

export function openKafkaAdmin({ brokers, clientId, log = silentLog, dial }: KafkaAdminOptions): KafkaAdmin {
  const cluster = openCluster({ brokers, clientId, log, dial });
  const producer = openProducer(cluster, log);
  const waiting = waitingAt(cluster);
  let kafkaAdmin: Promise<Admin> | undefined;

  /** kafkajs' own admin, for what is asked seldom. A second connection, opened only when it is needed. */
  const admin = () =>
    (kafkaAdmin ??= (async () => {
      const kafka = new Kafka({
        ...{
          clientId,
          brokers: [...brokers],
          socketFactory: socketFactory(dial),
          logLevel: kafkaLogLevel,
          logCreator: quietly(log),
        },
      });
      const opened = kafka.admin();
      await opened.connect();
      return opened;
    })().catch((error: unknown) => {
      kafkaAdmin = undefined;
      throw error;
    }));
  const partitionsOf = async (topics: readonly string[]) =>
    Promise.all(
      topics.map(async (topic) => ({
        topic,
        partitions: (await cluster.partitionsOf(topic)).map(({ partitionId }) => partitionId),
      })),
    );
  const offsets = async (topics: readonly string[], which: 'first' | 'end') =>
    refreshingOnFailure(cluster, async () => cluster.offsets(await partitionsOf(topics), which));

  return {
    connect: () => cluster.connect(),
    async createTopics(contracts, brokers) {
      await cluster.connect();
      return createTopics(await admin(), cluster, contracts, brokers);
    },
    async describeCluster() {
      const { brokers: found, controller } = await (await admin()).describeCluster();
      return {
        brokers: found.map(({ nodeId, host, port }) => ({ nodeId, address: `${host}:${port}` })),
        controller: controller ?? -1,
      };
    },
    describeTopics: (topics) => describeTopics(cluster, topics),
    listGroups: () => listGroups(cluster),
    describeGroups: (groups) => describeGroups(cluster, groups),
    committedOffsets: (group) => refreshingOnFailure(cluster, () => committedOffsets(cluster, group)),
    isBehind: (group, topics) => refreshingOnFailure(cluster, () => isBehind(cluster, group, topics)),
    endOffsets: (topics) => offsets(topics, 'end'),
    firstOffsets: (topics) => offsets(topics, 'first'),
    offsetsAt: async (leader, partitions, which) => offsetsAt(await cluster.node(leader), partitions, which),
    waitingAt: (places) => waiting(places),
    setOffsets: (group, wanted) => setOffsets(cluster, group, wanted),
    async *readTopic(topic) {
      const ends = await offsets([topic], 'end');
      for (const start of await offsets([topic], 'first')) {
        const end = ends.find(({ partition }) => partition === start.partition);
        if (end) yield* readPartition(cluster, start, end.offset);
      }
    },
    publish: (messages) => producer.publish(messages),
    async close() {
      await producer.drain();
      await (await kafkaAdmin?.catch(() => undefined))?.disconnect();
      await cluster.close();
    },
  };
}

/** Before each new attempt, milliseconds. Together longer than a cluster takes to give a dead broker's partitions to others. */
const pausesMs = [0, 250, 500, ...Array<number>(10).fill(1_000)];

/** Leaders and coordinators move, and meanwhile brokers give outdated answers: look them up again each time. */
async function refreshingOnFailure<T>(cluster: KafkaCluster, ask: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { retriable?: boolean }).retriable !== true && pauseMs > 0) throw error;
      await cluster.refresh(error);
      await pause(pauseMs);
    }
  }
  return ask();
}
