import type { ReceivedMessage } from '../broker.js';
import type { KafkaCluster } from './kafka-cluster.js';
import { toReceived } from './kafka-message.js';
import { byTopic, type PartitionOffset } from './kafka-offsets.js';

/**
 * Reads from partitions at given offsets without joining a group: one request to each leader. kafkajs offers reading
 * only to group members, so this goes to its connections directly.
 * @param maxBytesEach about how much of a partition is read; at least one batch is, whatever its size
 * @returns what lies at and after the offsets, for partitions that have something there
 */
export async function fetchAt(
  cluster: KafkaCluster,
  places: readonly PartitionOffset[],
  maxBytesEach: number,
): Promise<ReceivedMessage[][]> {
  const byLeader = new Map<number, PartitionOffset[]>();
  for (const place of places) {
    await cluster.partitionsOf(place.topic);
    const leader = cluster.leaderOf(place.topic, place.partition);
    if (leader === undefined) continue;
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), place]);
  }
  const answers = await Promise.allSettled(
    [...byLeader].map(([leader, wanted]) => fetchFrom(cluster, leader, wanted, maxBytesEach)),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

async function fetchFrom(
  cluster: KafkaCluster,
  leader: number,
  places: readonly PartitionOffset[],
  maxBytesEach: number,
): Promise<ReceivedMessage[][]> {
  try {
    const broker = await cluster.node(leader);
    const { responses } = await broker.fetch({
      ...{ maxWaitTime: 100, minBytes: 1, maxBytes: 32 * 1024 * 1024, isolationLevel: 1 },
      topics: byTopic(places).map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition, offset }) => ({
          partition,
          fetchOffset: offset,
          maxBytes: maxBytesEach,
        })),
      })),
    });
    return responses.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partition, messages }) => {
        const start = BigInt(places.find((at) => at.topic === topicName && at.partition === partition)!.offset);
        // A batch is sent whole, also when the offset lies in its middle.
        const wanted = messages.filter(({ offset }) => BigInt(offset) >= start);
        return wanted.map((raw) => toReceived(topicName, partition, raw));
      }),
    );
  } catch (error) {
    await cluster.refresh(error);
    throw error;
  }
}
