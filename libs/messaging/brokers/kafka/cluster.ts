import Cluster, { type BrokerConnection } from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import { connect as openSocket, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ISocketFactory, PartitionMetadata } from 'kafkajs';
import { BrokerUnavailable } from '../../errors.js';
import type { Log } from '../../log.js';
import { topicsAt } from './answers.js';
import { registerCodecs } from './codecs.js';
import { kafkaLogLevel, quietly } from './log.js';

export interface ClusterOptions {
  brokers: readonly string[];
  clientId: string;
  log: Log;
  dial?: Dial | undefined;
}

/** Opens a connection to a broker; straight when left out. Whoever gives one can send it by another way. */
export type Dial = (broker: { host: string; port: number }) => Socket;

/** The connections of one process to the cluster, for everything but consuming. */
export interface KafkaCluster {
  /** Resolves once the cluster has answered, however long that takes; rejects when close() comes first. */
  connect(): Promise<void>;
  /** True when the last thing heard from the cluster was an answer. */
  healthy(): boolean;
  /** @throws when the topic does not exist or the cluster is away */
  partitionsOf(topic: string): Promise<PartitionMetadata[]>;
  /** The broker that leads a partition as far as known; undefined while none is. */
  leaderOf(topic: string, partition: number): number | undefined;
  nodeIds(): string[];
  node(nodeId: number | string): Promise<BrokerConnection>;
  /** The coordinator of the group, cached for some seconds; looked up again after `refresh(error)`. */
  coordinatorOf(group: string): Promise<BrokerConnection>;
  /** Asks again who leads what. A broker that did not answer (`error`) is asked last. Never throws. */
  refresh(error?: unknown): Promise<void>;
  /**
   * Offsets of the first message or behind the last one, of topics that partitionsOf() has found, with one request to each
   * leader. All of them, or it throws.
   */
  offsets(
    topics: { topic: string; partitions: number[] }[],
    which: 'first' | 'end',
  ): Promise<{ topic: string; partition: number; offset: string }[]>;
  close(): Promise<void>;
}

/** A broker that has not answered by then is frozen or cut off: a dead one refuses at once. */
const requestTimeoutMs = 6_000;
/** In an idle process the cluster is asked this often, so that health and leaders are never older. */
const probeEveryMs = 5_000;
/** A coordinator that has moved says so; one that is frozen says nothing, and somebody else may have its groups by then. */
const coordinatorKnownMs = 5_000;

/**
 * Nagle's algorithm would hold small requests back for nothing. And when kafkajs reconnects it may write many requests to
 * a socket that is not open yet, each with a listener: that is no leak, and no warning is wanted.
 */
export const socketFactory =
  (dial: Dial = openSocket): ISocketFactory =>
  ({ host, port, onConnect }) =>
    dial({ host, port }).setNoDelay(true).setKeepAlive(true).setMaxListeners(0).once('connect', onConnect);

export function openCluster({ brokers, clientId, log, dial }: ClusterOptions): KafkaCluster {
  registerCodecs();
  const cluster = new Cluster({
    logger: loggers.createLogger({ level: kafkaLogLevel, logCreator: quietly(log) }),
    brokers: [...brokers],
    clientId,
    socketFactory: socketFactory(dial),
    connectionTimeout: 1_000,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    metadataMaxAge: 5 * 60_000,
    maxInFlightRequests: null,
    allowAutoTopicCreation: false,
    isolationLevel: 1,
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 3 },
  });
  let answered = false;
  let closed = false;
  let probe: NodeJS.Timeout | undefined;
  const coordinators = new Map<string, { nodeId: number; knownUntil: number }>();
  /** Topics that were found once. kafkajs describes none of its topics when one is gone: that one is left out until it is back. */
  const wanted = new Set<string>();
  let refreshing: Promise<void> | undefined;
  let refreshingNext: Promise<void> | undefined;

  const heard = async <T>(asking: Promise<T>): Promise<T> => {
    try {
      const answer = await asking;
      answered = true;
      return answer;
    } catch (error) {
      answered = false;
      throw error;
    }
  };
  /** Taken from kafkajs' list with their connections open: what others asked them may still be answered. */
  const forgotten = new Set<BrokerConnection>();
  const hangUp = async (broker: BrokerConnection) => {
    forgotten.delete(broker);
    await broker.disconnect().catch(() => {});
  };
  /** kafkajs keeps asking a broker that it believes to be connected; a frozen one must be taken from its list. */
  const forget = (error: unknown) => {
    const { broker, cause } = (error ?? {}) as { broker?: string; cause?: { broker?: string } };
    const address = /^(.+):(\d+)$/.exec(broker ?? cause?.broker ?? '');
    if (!address?.[1]) return;
    const [host, port] = [address[1], Number(address[2])];
    const listed = Object.values(cluster.brokerPool.brokers).find(
      ({ connectionPool }) => connectionPool.host === host && connectionPool.port === port,
    );
    cluster.removeBroker({ host, port });
    if (!listed) return;
    forgotten.add(listed);
    // By then each question has its answer, or is given up.
    setTimeout(() => void hangUp(listed), 2 * requestTimeoutMs).unref();
  };
  const anyNode = async (): Promise<BrokerConnection> => {
    const nodes = cluster.getNodeIds().map((nodeId) => cluster.findBroker({ nodeId }));
    return Promise.any(nodes);
  };
  const askMetadata = async () => {
    if (!cluster.isConnected()) await heard(cluster.connect());
    cluster.targetTopics = new Set(wanted);
    try {
      await heard(cluster.refreshMetadata());
    } catch (error) {
      if ((error as { type?: string }).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      const there = await heard(topicsAt(await anyNode(), [...wanted]));
      cluster.targetTopics = new Set(there.map(({ topic }) => topic));
      await heard(cluster.refreshMetadata());
    }
  };
  /** One at a time; who comes while one is under way gets the next one, which knows of all that was wanted by then. */
  const refreshMetadata = (): Promise<void> => {
    if (!refreshing) return (refreshing = askMetadata().finally(() => (refreshing = undefined)));
    return (refreshingNext ??= refreshing
      .catch(() => {})
      .then(() => {
        refreshingNext = undefined;
        return refreshMetadata();
      }));
  };
  const refresh = async (error?: unknown) => {
    if (closed) return;
    if (error) coordinators.clear();
    try {
      forget(error);
      await refreshMetadata();
    } catch (stillAway) {
      forget(stillAway);
    }
  };

  return {
    async connect() {
      for (let attempt = 1; !answered; attempt++) {
        if (closed) throw new Error('the cluster was closed before it answered');
        await refresh();
        if (answered) break;
        if (attempt === 1) log.warn({ brokers }, 'no broker answers yet; trying on');
        await pause(500);
      }
      probe ??= setInterval(() => void refresh(), probeEveryMs).unref();
    },
    healthy: () => answered && !closed,
    async partitionsOf(topic) {
      const isNew = !wanted.has(topic);
      wanted.add(topic);
      if (isNew || knownPartitions(cluster, topic).length === 0) await refreshMetadata();
      const partitions = knownPartitions(cluster, topic);
      if (partitions.length > 0) return partitions;
      if (isNew) wanted.delete(topic);
      throw new Error(`topic ${topic} does not exist`);
    },
    leaderOf(topic, partition) {
      const leader = knownPartitions(cluster, topic).find(({ partitionId }) => partitionId === partition)?.leader;
      return leader === undefined || leader < 0 ? undefined : leader;
    },
    nodeIds: () => cluster.getNodeIds(),
    node: (nodeId) => cluster.findBroker({ nodeId }),
    async coordinatorOf(group) {
      const known = coordinators.get(group);
      if (known && known.knownUntil > performance.now()) return cluster.findBroker({ nodeId: known.nodeId });
      const found = await cluster.findGroupCoordinator({ groupId: group });
      coordinators.set(group, { nodeId: found.nodeId, knownUntil: performance.now() + coordinatorKnownMs });
      return found;
    },
    refresh,
    async offsets(topics, which) {
      const found = await heard(
        cluster.fetchTopicsOffset(
          topics.map(({ topic, partitions }) => ({
            topic,
            partitions: partitions.map((partition) => ({ partition })),
            fromBeginning: which === 'first',
          })),
        ),
      );
      const offsets = found.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition, offset })),
      );
      // kafkajs leaves out a partition that it has not heard of: one that was added a moment ago.
      const asked = topics.reduce((sum, { partitions }) => sum + partitions.length, 0);
      if (offsets.length < asked) throw new BrokerUnavailable('not all partitions are known yet');
      return offsets;
    },
    async close() {
      closed = true;
      clearInterval(probe);
      await Promise.all([...forgotten].map(hangUp));
      await cluster.disconnect();
    },
  };
}

function knownPartitions(cluster: Cluster, topic: string): PartitionMetadata[] {
  try {
    return cluster.findTopicPartitionMetadata(topic);
  } catch {
    // Thrown by kafkajs when it knows nothing at all yet.
    return [];
  }
}
