import type { Rewound } from '../../broker.js';
import { committedAt, type PartitionOffset } from './answers.js';
import { byTopic } from './by-topic.js';
import type { KafkaCluster } from './cluster.js';
import { hasMessage } from './fetch.js';

/** Every offset the group ever committed, in one request. */
export async function committedOffsets(
  cluster: Pick<KafkaCluster, 'coordinatorOf'>,
  group: string,
): Promise<PartitionOffset[]> {
  return committedAt(await cluster.coordinatorOf(group), group);
}

/** @throws if the group has members: only an empty group's offsets can be set from outside */
export async function setOffsets(cluster: KafkaCluster, group: string, offsets: PartitionOffset[]): Promise<void> {
  const coordinator = await cluster.coordinatorOf(group);
  await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: '', topics: byTopic(offsets) });
}

/** @returns what the group will read again */
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

/** True if there is a message that the group has not committed and can still read. */
export async function isBehind(cluster: KafkaCluster, group: string, topics: readonly string[]): Promise<boolean> {
  const partitions = await Promise.all(
    topics.map(async (topic) => ({
      topic,
      partitions: (await cluster.partitionsOf(topic)).map(({ partitionId }) => partitionId),
    })),
  );
  // Committed offsets first, end offsets second: messages arriving in between can only increase the result.
  const committed = await committedOffsets(cluster, group);
  const ends = await cluster.offsets(partitions, 'end');
  const left = (await cluster.offsets(partitions, 'first')).map((first) => {
    const done = committed.find(({ topic, partition }) => topic === first.topic && partition === first.partition);
    const end = endOf(ends, first);
    const isThere = done && Number(done.offset) >= Number(first.offset) && Number(done.offset) <= Number(end);
    return hasMessage(cluster, isThere ? done : first, end);
  });
  return (await Promise.all(left)).includes(true);
}

function endOf(ends: readonly PartitionOffset[], { topic, partition }: PartitionOffset): string {
  return ends.find((end) => end.topic === topic && end.partition === partition)!.offset;
}
