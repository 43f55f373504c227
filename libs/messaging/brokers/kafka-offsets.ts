import type { Rewound } from '../broker.js';
import type { KafkaCluster } from './kafka-cluster.js';

/** A place in a partition. Offsets are decimal strings: they outgrow a JavaScript number. */
export interface PartitionOffset {
  topic: string;
  partition: number;
  offset: string;
}

/** Every offset the group ever committed, with one request. */
export async function committedOffsets(cluster: KafkaCluster, group: string): Promise<PartitionOffset[]> {
  const coordinator = await cluster.coordinatorOf(group);
  const { responses } = await coordinator.offsetFetch({ groupId: group, topics: [] });
  return responses.flatMap(({ topic, partitions }) =>
    partitions
      .filter(({ offset }) => Number(offset) >= 0)
      .map(({ partition, offset }) => ({ topic, partition, offset })),
  );
}

/** @throws when the group has members: only an empty group's offsets can be set from outside */
export async function setOffsets(cluster: KafkaCluster, group: string, offsets: PartitionOffset[]): Promise<void> {
  const coordinator = await cluster.coordinatorOf(group);
  await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: '', topics: byTopic(offsets) });
}

/** @returns what now lies before the group */
export async function rewindGroup(cluster: KafkaCluster, group: string, topics: readonly string[]): Promise<Rewound[]> {
  const wanted = await Promise.all(
    topics.map(async (topic) => ({
      topic,
      partitions: (await cluster.partitionsOf(topic)).map(({ partitionId }) => partitionId),
    })),
  );
  const first = await cluster.offsets(wanted, 'first');
  const end = await cluster.offsets(wanted, 'end');
  await setOffsets(cluster, group, first);
  return end.map(({ topic, partition, offset }) => {
    const start = first.find((at) => at.topic === topic && at.partition === partition)?.offset ?? offset;
    return { topic, partition, end: offset, messages: Number(BigInt(offset) - BigInt(start)) };
  });
}

/** Groups a flat list the way the protocol wants it. */
export function byTopic<T extends { topic: string }>(list: readonly T[]): { topic: string; partitions: T[] }[] {
  const topics = new Map<string, T[]>();
  for (const entry of list) {
    const others = topics.get(entry.topic);
    if (others) others.push(entry);
    else topics.set(entry.topic, [entry]);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
