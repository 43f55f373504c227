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

/** The cluster as an operator sees it: topics, groups, and the contents of partitions. Never a member of any group. */
export interface KafkaAdmin {
  /** Resolves once the cluster has answered. */
  connect(): Promise<void>;
  /**
   * Creates missing topics with three replicas, two of which must acknowledge (fewer in a smaller cluster).
   * @param brokers the size of the cluster, if some of its brokers are down now
   * @returns names of the topics it created
   */
  createTopics(contracts: readonly TopicContract[], brokers?: number): Promise<string[]>;
  /** The brokers that are up now. */
  describeCluster(): Promise<{ brokers: { nodeId: number; address: string }[]; controller: number }>;
  /** Leaders and replicas of all partitions. Topics that do not exist are left out. */
  describeTopics(topics: readonly string[]): Promise<TopicState[]>;
  /** Groups that consumers have joined, including those without members now. */
  listGroups(): Promise<string[]>;
  describeGroups(groups: readonly string[]): Promise<GroupState[]>;
  /** Every offset a group ever committed, in one request. Partitions whose offset is currently unknown are left out. */
  committedOffsets(group: string): Promise<PartitionOffset[]>;
  /** True if there is a message that the group has not committed and can still read. */
  isBehind(group: string, topics: readonly string[]): Promise<boolean>;
  /** End offsets of all partitions, with one request per leader. */
  endOffsets(topics: readonly string[]): Promise<PartitionOffset[]>;
  /** The offsets of the oldest remaining messages. */
  firstOffsets(topics: readonly string[]): Promise<PartitionOffset[]>;
  /**
   * Offsets of some partitions as reported by one leader; unavailable ones are left out. Never retries, so frequent
   * callers are not held up by a broker that is down.
   */
  offsetsAt(leader: number, partitions: readonly Partition[], which: 'first' | 'end'): Promise<PartitionOffset[]>;
  /** What a reader at each place can still get. Caches what it has seen; never rejects. */
  waitingAt(places: readonly WaitingPlace[]): Promise<Waiting[]>;
  /** @throws when the group has members */
  setOffsets(group: string, offsets: PartitionOffset[]): Promise<void>;
  /** Every message of a topic, oldest first in each partition, up to the end offsets at the time of the call. */
  readTopic(topic: string): AsyncIterable<ReceivedMessage>;
  /** Same as Broker.publish. */
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

  /** kafkajs' own admin, for rare requests. A second connection, opened on first use. */
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

/** Before each attempt, milliseconds. The total is longer than a cluster needs to move a dead broker's partitions. */
const pausesMs = [0, 250, 500, ...Array<number>(10).fill(1_000)];

/** Leaders and coordinators move, and brokers answer from stale metadata meanwhile: look them up again each time. */
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
