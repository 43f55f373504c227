import { AssignerProtocol, PartitionAssigners, type GroupMember, type PartitionAssigner } from 'kafkajs';

const name = 'eventstage';
/** Sent by each of our members when it joins. */
const mark = Buffer.from('eventstage');

/**
 * Assigns partitions as kafkajs does, but under a different protocol name, so that the brokers reject another program
 * that joins with our group name. Otherwise it would get some of the partitions and consume their messages. A program
 * that also uses the assigner's name gets no partition.
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
