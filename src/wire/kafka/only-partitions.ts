// An assignment that leaves partitions out. kafkajs assigns every partition of a topic, and one without a leader would stop
// all the others.
import kafkajs, { type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

const NAME = 'only';
const VERSION = 1;

/** For the only member of a group: these partitions and no others. */
export function onlyPartitions(topic: string, partitions: readonly number[]): PartitionAssigner {
  const userData = Buffer.alloc(0);
  return () => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({ name: NAME, metadata: MemberMetadata.encode({ version: VERSION, topics, userData }) }),
    assign: ({ members }) =>
      Promise.resolve(
        members.map(({ memberId }) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({ version: VERSION, assignment: { [topic]: [...partitions] }, userData }),
        })),
      ),
  });
}
