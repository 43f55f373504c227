import { AssignerProtocol } from 'kafkajs';
import type { BrokerConnection, GroupDescription } from 'kafkajs/src/cluster/index.js';
import type { KafkaCluster } from './cluster.js';

export interface GroupState {
  group: string;
  state: 'stable' | 'preparing-rebalance' | 'completing-rebalance' | 'empty' | 'dead' | 'unknown';
  members: { clientId: string; host: string; partitions: { topic: string; partition: number }[] }[];
}

/** Groups that consumers have joined. Groups whose offsets were only set from outside are not included. */
export async function listGroups(cluster: KafkaCluster): Promise<string[]> {
  // Each broker knows the groups it coordinates; the groups of a dead broker have moved to others.
  const answers = await Promise.allSettled(
    cluster.nodeIds().map(async (nodeId) => (await cluster.node(nodeId)).listGroups()),
  );
  const groups = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.groups : []));
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) await cluster.refresh(failed.reason);
  if (failed && groups.length === 0) throw failed.reason;
  const names = groups.filter(({ protocolType }) => protocolType === 'consumer').map(({ groupId }) => groupId);
  return [...new Set(names)].sort();
}

type Coordinator = Pick<BrokerConnection, 'nodeId' | 'describeGroups'>;

interface Coordinators extends Pick<KafkaCluster, 'refresh'> {
  coordinatorOf(group: string): Promise<Coordinator>;
}

/**
 * Asks each coordinator once for all of its groups. A group whose coordinator is unavailable is 'unknown'; the others
 * are still described.
 */
export async function describeGroups(cluster: Coordinators, groups: readonly string[]): Promise<GroupState[]> {
  const coordinators = new Map<number, { coordinator: Coordinator; kept: string[] }>();
  await Promise.all(
    groups.map(async (group) => {
      try {
        const coordinator = await cluster.coordinatorOf(group);
        const others = coordinators.get(coordinator.nodeId)?.kept ?? [];
        coordinators.set(coordinator.nodeId, { coordinator, kept: [...others, group] });
      } catch (error) {
        await cluster.refresh(error);
      }
    }),
  );
  const described = await Promise.all(
    [...coordinators.values()].map(({ coordinator, kept }) => describeAt(cluster, coordinator, kept)),
  );
  const found = new Map(described.flat().map((state) => [state.group, state]));
  return groups.map((group) => found.get(group) ?? { group, state: 'unknown', members: [] });
}

/** @returns the groups that the broker described */
async function describeAt(cluster: Coordinators, broker: Coordinator, groups: string[]): Promise<GroupState[]> {
  try {
    return (await broker.describeGroups({ groupIds: groups })).groups.map(toState);
  } catch (error) {
    // kafkajs rejects the whole response if one group has moved to another broker.
    const isRefusal = (error as { type?: string }).type !== undefined;
    if (isRefusal && groups.length > 1) {
      return (await Promise.all(groups.map((group) => describeAt(cluster, broker, [group])))).flat();
    }
    await cluster.refresh(error);
    return [];
  }
}

const states: Record<string, GroupState['state']> = {
  Stable: 'stable',
  PreparingRebalance: 'preparing-rebalance',
  CompletingRebalance: 'completing-rebalance',
  Empty: 'empty',
  Dead: 'dead',
};

function toState({ groupId, state, members }: GroupDescription): GroupState {
  return {
    group: groupId,
    state: states[state] ?? 'unknown',
    members: members.map(({ clientId, clientHost, memberAssignment }) => ({
      clientId,
      host: clientHost.replace(/^\//, ''),
      partitions: assigned(memberAssignment),
    })),
  };
}

/** Members have no assignment while the group is being rebalanced. */
function assigned(bytes: Buffer): { topic: string; partition: number }[] {
  if (bytes.length === 0) return [];
  const assignment = AssignerProtocol.MemberAssignment.decode(bytes)?.assignment ?? {};
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
