import { AssignerProtocol, PartitionAssigners, type GroupMember, type PartitionAssigner } from 'kafkajs';

const name = 'eventstage';
/** Sent along by each member of ours when it joins. */
const mark = Buffer.from('eventstage');

/**
 * Shares partitions out as kafkajs does, under a name of its own: another program that uses the group's name is refused by the
 * brokers, where it would otherwise be given a share of the partitions and take their messages away. One that uses the
 * assigner's name as well stays without a partition.
 */
export const ownAssigner: PartitionAssigner = (config) => {
  const roundRobin = PartitionAssigners.roundRobin(config);
  return {
    ...{ name, version: roundRobin.version },
    assign: ({ members, topics }) => roundRobin.assign({ members: members.filter(isOurs), topics }),
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: roundRobin.version, topics, userData: mark }),
    }),
  };
};

function isOurs({ memberMetadata }: GroupMember): boolean {
  try {
    return AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData.equals(mark) ?? false;
  } catch {
    return false;
  }
}
