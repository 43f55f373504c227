import type { Admin } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { TopicContract } from '#contracts';
import { topicsAt, type TopicState } from './answers.js';
import type { KafkaCluster } from './cluster.js';

const creationLimitMs = 15_000;
/** Three JVMs starting on a busy machine are slow. */
const spreadLimitMs = 60_000;

/**
 * Creates missing topics, and waits until every broker knows a leader of every partition.
 * @param brokers the size of the cluster, if some of its brokers are down now
 * @returns names of the topics it created
 */
export async function createTopics(
  admin: Admin,
  cluster: KafkaCluster,
  contracts: readonly TopicContract[],
  brokers = 0,
): Promise<string[]> {
  const existing = new Set(await admin.listTopics());
  const missing = contracts.filter(({ name }) => !existing.has(name));
  const copies = Math.min(3, Math.max(brokers, (await admin.describeCluster()).brokers.length));
  await admin.createTopics({
    waitForLeaders: false,
    timeout: creationLimitMs,
    topics: missing.map(({ name, partitions, retentionMs }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: copies,
      configEntries: [
        // With three replicas one broker can be down without an outage, and there is always a second in-sync replica.
        { name: 'min.insync.replicas', value: String(Math.max(1, copies - 1)) },
        { name: 'retention.ms', value: String(retentionMs) },
        { name: 'unclean.leader.election.enable', value: 'false' },
        // A message's age counts from when the broker stored it. A producer's clock may say 1970 or 2100.
        { name: 'message.timestamp.type', value: 'LogAppendTime' },
      ],
    })),
  });
  const names = contracts.map(({ name }) => name);
  for (const nodeId of cluster.nodeIds()) await untilKnown(cluster, nodeId, names);
  return missing.map(({ name }) => name);
}

/** Brokers learn about a new topic one after another; until then they report that it does not exist. */
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
        return await topicsAt(await cluster.node(nodeId), topics);
      } catch (error) {
        reason = error;
      }
    }
    await cluster.refresh(reason);
  }
  throw new Error('no broker describes the topics', { cause: reason });
}
