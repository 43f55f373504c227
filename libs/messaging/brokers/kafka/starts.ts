import type { TopicPartitionOffset } from 'kafkajs';
import type { Log } from '../../log.js';
import { restFor } from '../../rest.js';
import type { KafkaCluster } from './cluster.js';
import { committedOffsets } from './offsets.js';

/** While the coordinator moves or loads, nothing can be committed. */
const startsAgainAfterMs = 1_000;

export interface StartsOptions {
  cluster: Pick<KafkaCluster, 'coordinatorOf' | 'offsets' | 'refresh'>;
  group: string;
  log: Log;
  commit: (places: TopicPartitionOffset[]) => Promise<void>;
  onMissed: (topic: string, messages: number) => void;
}

/** Where the members of a group start. */
export interface Starts {
  /**
   * Commits the start position in partitions the group has never committed. Otherwise a group that has received nothing
   * yet would have no lag at all, instead of a known one. Resolves after the first try.
   */
  commitAll(assignment: Record<string, number[]>, term: AbortSignal): Promise<void>;
  /** Something was handled: its own commit is under way and takes precedence. */
  handled(topic: string, partition: number, next: string): void;
  /**
   * The group's position no longer exists in the partition (records were deleted, offsets were set by hand), and
   * kafkajs continues at the first existing message. Logs that, and commits the new position: kafkajs itself would
   * commit -2, which other clients cannot use.
   */
  lost(topic: string, partition: number, term: AbortSignal): Promise<void>;
  /** The next assignment starts. */
  forget(): void;
}

const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;

export function openStarts({ cluster, group, log, commit, onMissed }: StartsOptions): Starts {
  const handledIn = new Set<string>();
  /** The group's last known positions, to report later what it missed. */
  const stood = new Map<string, string>();

  const retrying = async (what: string, term: AbortSignal, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.debug({ err: error, group }, `${what} could not be committed now`);
      // In the background: callers wait for the first try only.
      void restFor(startsAgainAfterMs, term).then(async () => {
        if (term.aborted) return;
        await cluster.refresh(error);
        await retrying(what, term, work);
      });
    }
  };

  const commitAll = async (assignment: Record<string, number[]>, term: AbortSignal) => {
    const committed = await committedOffsets(cluster, group);
    for (const { topic, partition, offset } of committed) {
      if (!handledIn.has(nameOf(topic, partition))) stood.set(nameOf(topic, partition), offset);
    }
    const never = Object.entries(assignment).map(([topic, partitions]) => ({
      topic,
      partitions: partitions.filter(
        (partition) =>
          !handledIn.has(nameOf(topic, partition)) &&
          !committed.some((at) => at.topic === topic && at.partition === partition),
      ),
    }));
    if (never.every(({ partitions }) => partitions.length === 0)) return;
    const starts = await cluster.offsets(never, 'first');
    if (!term.aborted) await commit(starts);
  };

  const goOnAt = async (topic: string, partition: number, term: AbortSignal, said: { yet: boolean }) => {
    const [first] = await cluster.offsets([{ topic, partitions: [partition] }], 'first');
    const was = stood.get(nameOf(topic, partition));
    const missed = was === undefined ? 0 : Number(BigInt(first!.offset) - BigInt(was));
    if (!said.yet) {
      sayLost({ group, topic, partition, was, goesOnAt: first!.offset }, missed, log);
      if (missed > 0) onMissed(topic, missed);
    }
    said.yet = true;
    stood.set(nameOf(topic, partition), first!.offset);
    if (!term.aborted && !handledIn.has(nameOf(topic, partition))) await commit([first!]);
  };

  return {
    commitAll: (assignment, term) => retrying('the start of the group', term, () => commitAll(assignment, term)),
    handled(topic, partition, next) {
      handledIn.add(nameOf(topic, partition));
      stood.set(nameOf(topic, partition), next);
    },
    lost(topic, partition, term) {
      handledIn.delete(nameOf(topic, partition));
      const said = { yet: false };
      return retrying('the new position of the group', term, () => goOnAt(topic, partition, term, said));
    },
    forget: () => handledIn.clear(),
  };
}

interface LostPlace {
  group: string;
  topic: string;
  partition: number;
  /** Undefined if it was never observed. */
  was: string | undefined;
  goesOnAt: string;
}

function sayLost(place: LostPlace, missed: number, log: Log): void {
  if (missed > 0) {
    log.error({ ...place, missed }, 'records were deleted before the group got them; it continues after them');
  } else {
    log.error(place, 'the partition has nothing where the group stood; it continues at the first existing record');
  }
}
