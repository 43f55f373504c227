import type { KafkaCluster } from './cluster.js';

/** Broken groups can get this large after a while; more are removed with the next attempt. */
const mostAtOnce = 500;

/**
 * Removes all members of a group that the brokers cannot get to agree. In Kafka 4.2 one member with an unreadable
 * subscription makes every join fail; the broker keeps that member although its program is long gone, and adds one more
 * with each attempt. Our own members rejoin immediately.
 * @returns how many were removed; none if the group is sound
 */
export async function clearBrokenGroup(cluster: Pick<KafkaCluster, 'coordinatorOf'>, group: string): Promise<number> {
  const coordinator = await cluster.coordinatorOf(group);
  const [description] = (await coordinator.describeGroups({ groupIds: [group] })).groups;
  if (description?.state !== 'PreparingRebalance') return 0;
  const leaving = description.members
    .slice(0, mostAtOnce)
    .map(({ memberId }) => coordinator.leaveGroup({ groupId: group, memberId }));
  // While the bad member is present, brokers may report an error for other members too and still remove them.
  return (await Promise.allSettled(leaving)).length;
}
