import Cluster, { type BrokerConnection } from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import { connect as openSocket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ISocketFactory, PartitionMetadata } from 'kafkajs';
import type { Log } from '../log.js';
import { registerCodecs } from './kafka-codecs.js';
import { kafkaLogLevel, quietly } from './kafka-log.js';

export interface ClusterOptions {
  brokers: readonly string[];
  clientId: string;
  log: Log;
}

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
  /** The broker that keeps the group, as of some seconds ago at the most; asked anew after `refresh(error)`. */
  coordinatorOf(group: string): Promise<BrokerConnection>;
  /** Asks again who leads what. A broker that did not answer (`error`) is asked last. Never throws. */
  refresh(error?: unknown): Promise<void>;
  /** Offsets of the first message or behind the last one, of all topics, with one request to each leader. */
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
export const socketFactory: ISocketFactory = ({ host, port, onConnect }) =>
  openSocket({ host, port, noDelay: true, keepAlive: true }, onConnect).setMaxListeners(0);

export function openCluster({ brokers, clientId, log }: ClusterOptions): KafkaCluster {
  registerCodecs();
  const cluster = new Cluster({
    logger: loggers.createLogger({ level: kafkaLogLevel, logCreator: quietly(log) }),
    brokers: [...brokers],
    clientId,
    socketFactory,
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
  /** kafkajs keeps asking a broker that it believes to be connected; a frozen one must be taken from its list. */
  const forget = (error: unknown) => {
    const { broker, cause } = (error ?? {}) as { broker?: string; cause?: { broker?: string } };
    const address = /^(.+):(\d+)$/.exec(broker ?? cause?.broker ?? '');
    if (address?.[1]) cluster.removeBroker({ host: address[1], port: Number(address[2]) });
  };
  const refresh = async (error?: unknown) => {
    if (closed) return;
    if (error) coordinators.clear();
    try {
      forget(error);
      if (!cluster.isConnected()) await heard(cluster.connect());
      await heard(cluster.refreshMetadata());
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
      if (!cluster.isConnected()) await heard(cluster.connect());
      // A cluster without targets knows all topics, and with the first target only that one: a topic that is not made a
      // target would be forgotten, and with it who leads it.
      await heard(cluster.addMultipleTargetTopics([topic]));
      const partitions = knownPartitions(cluster, topic);
      if (partitions.length === 0) throw new Error(`topic ${topic} does not exist`);
      return partitions;
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
      await cluster.addMultipleTargetTopics(topics.map(({ topic }) => topic));
      const found = await heard(
        cluster.fetchTopicsOffset(
          topics.map(({ topic, partitions }) => ({
            topic,
            partitions: partitions.map((partition) => ({ partition })),
            fromBeginning: which === 'first',
          })),
        ),
      );
      return found.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition, offset })),
      );
    },
    async close() {
      closed = true;
      clearInterval(probe);
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
