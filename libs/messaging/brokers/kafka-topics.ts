import type { Admin } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { TopicContract } from '#contracts';
import type { KafkaCluster } from './kafka-cluster.js';

export interface TopicState {
  topic: string;
  partitions: { partition: number; leader: number | null; replicas: number[]; inSync: number[] }[];
}

const creationLimitMs = 15_000;
/** Three JVMs that start on a busy machine take their time. */
const spreadLimitMs = 60_000;

/** Creates the topics that do not exist, and waits until every broker knows a leader of every partition. */
export async function createTopics(
  admin: Admin,
  cluster: KafkaCluster,
  contracts: readonly TopicContract[],
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const { brokers } = await admin.describeCluster();
  const copies = Math.min(3, brokers.length);
  await admin.createTopics({
    waitForLeaders: false,
    timeout: creationLimitMs,
    topics: contracts
      .filter(({ name }) => !existing.has(name))
      .map(({ name, partitions, retentionMs }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: copies,
        configEntries: [
          // With three copies one broker may be away without anything stopping, and no copy is ever the only one.
          { name: 'min.insync.replicas', value: String(Math.max(1, copies - 1)) },
          { name: 'retention.ms', value: String(retentionMs) },
          { name: 'unclean.leader.election.enable', value: 'false' },
        ],
      })),
  });
  const names = contracts.map(({ name }) => name);
  for (const nodeId of cluster.nodeIds()) await untilKnown(cluster, nodeId, names);
}

/** Brokers learn of a new topic one after another; until then they say that there is none. */
async function untilKnown(cluster: KafkaCluster, nodeId: string, topics: string[]): Promise<void> {
  const giveUpAt = performance.now() + spreadLimitMs;
  for (;;) {
    try {
      const { topicMetadata } = await (await cluster.node(nodeId)).metadata(topics);
      if (topicMetadata.every(({ partitionMetadata }) => partitionMetadata.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (performance.now() > giveUpAt)
        throw new Error(`broker ${nodeId} does not know the new topics`, { cause: error });
    }
    await pause(50);
  }
}

/** Asks any broker that answers. */
export async function describeTopics(cluster: KafkaCluster, topics: readonly string[]): Promise<TopicState[]> {
  let reason: unknown;
  for (let round = 0; round < 2; round++) {
    for (const nodeId of cluster.nodeIds()) {
      try {
        const { topicMetadata } = await (await cluster.node(nodeId)).metadata([...topics]);
        return topicMetadata.map(({ topic, partitionMetadata }) => ({
          topic,
          partitions: partitionMetadata
            .map(({ partitionId, leader, replicas, isr }) => ({
              ...{ partition: partitionId, leader: leader < 0 ? null : leader, replicas, inSync: isr },
            }))
            .sort((a, b) => a.partition - b.partition),
        }));
      } catch (error) {
        reason = error;
      }
    }
    await cluster.refresh(reason);
  }
  throw new Error('no broker describes the topics', { cause: reason });
}
