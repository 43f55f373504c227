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

/** Opens a connection to a broker. By default a direct one; pass another to route through a proxy. */
export type Dial = (broker: { host: string; port: number }) => Socket;

/** One process's connections to the cluster, for everything but consuming. */
export interface KafkaCluster {
  /** Resolves once the cluster has answered, however long that takes; rejects if close() is called first. */
  connect(): Promise<void>;
  /** True if the last request to the cluster was answered. */
  healthy(): boolean;
  /** @throws when the topic does not exist or the cluster is unavailable */
  partitionsOf(topic: string): Promise<PartitionMetadata[]>;
  /** The broker known to lead a partition; undefined if there is none. */
  leaderOf(topic: string, partition: number): number | undefined;
  nodeIds(): string[];
  node(nodeId: number | string): Promise<BrokerConnection>;
  /** The coordinator of the group, cached for a few seconds; looked up again after `refresh(error)`. */
  coordinatorOf(group: string): Promise<BrokerConnection>;
  /** Reloads metadata. A broker that did not answer (`error`) is asked last. Never throws. */
  refresh(error?: unknown): Promise<void>;
  /**
   * First or end offsets of topics that partitionsOf() has found, with one request per leader. All partitions, or it
   * throws.
   */
  offsets(
    topics: { topic: string; partitions: number[] }[],
    which: 'first' | 'end',
  ): Promise<{ topic: string; partition: number; offset: string }[]>;
  close(): Promise<void>;
}

/** A broker that has not answered by then is frozen or cut off: a dead one refuses immediately. */
const requestTimeoutMs = 6_000;
/** An idle process asks the cluster this often, which bounds the age of its health and leaders. */
const probeEveryMs = 5_000;
/** A coordinator that moved says so; a frozen one says nothing, and another broker may have its groups by then. */
const coordinatorKnownMs = 5_000;

/**
 * Nagle's algorithm would only delay small requests. And when kafkajs reconnects it may write many requests to a socket
 * that is not open yet, each with a listener: that is no leak and needs no warning.
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
  /**
   * Topics found so far. kafkajs returns no topic at all if one of them is gone: that one is left out until it is back.
   */
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
  /** Removed from kafkajs' list with their connections open: requests in flight may still be answered. */
  const forgotten = new Set<BrokerConnection>();
  const hangUp = async (broker: BrokerConnection) => {
    forgotten.delete(broker);
    await broker.disconnect().catch(() => {});
  };
  /** kafkajs keeps asking a broker that it believes to be connected; a frozen one must be removed from its list. */
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
    // By then each request is answered or given up.
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
  /**
   * One at a time. Callers that arrive during a refresh share the next one, which includes all topics wanted by then.
   */
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
        if (attempt === 1) log.warn({ brokers }, 'no broker answers yet; still trying');
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
      // kafkajs leaves out a partition that it does not know yet, such as one added a moment ago.
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
    // kafkajs throws this when it knows nothing at all yet.
    return [];
  }
}
