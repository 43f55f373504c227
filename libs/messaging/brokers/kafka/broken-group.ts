import type { KafkaCluster } from './cluster.js';

/** Groups can be this large after a while; more leave with the next attempt. */
const mostAtOnce = 500;

/**
 * Removes all members of a group that the brokers cannot bring to an agreement. In Kafka 4.2 one member whose subscription cannot
 * be read makes each joining of anybody fail; the broker keeps that member although its program is long gone, and one more with each
 * attempt. Members of ours join again at once.
 * @returns how many were removed; none while the group is as it should be
 */
export async function clearBrokenGroup(cluster: Pick<KafkaCluster, 'coordinatorOf'>, group: string): Promise<number> {
  const coordinator = await cluster.coordinatorOf(group);
  const [description] = (await coordinator.describeGroups({ groupIds: [group] })).groups;
  if (description?.state !== 'PreparingRebalance') return 0;
  const leaving = description.members
    .slice(0, mostAtOnce)
    .map(({ memberId }) => coordinator.leaveGroup({ groupId: group, memberId }));
  // While the one at fault is there, brokers may fail at the leaving of others too, and have removed them nevertheless.
  return (await Promise.allSettled(leaving)).length;
}
