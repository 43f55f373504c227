/** The lag watcher answers GET with a list of GroupLag, or 503 while no broker answers it. */
export const groupsPath = '/groups';

/** What a group has and has not read of one partition. Offsets fit a JavaScript number up to 9 * 10^15. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** Offset of the next message the group will be given; null where it never committed. */
  committed: number | null;
  /** Offset the next message will get. */
  end: number;
  /** Messages the group can still get; null where it never committed: nobody knows where it would begin. */
  lag: number | null;
  /** How long ago the oldest of them was written; 0 when there is none. Null where that is not known. */
  ageSeconds: number | null;
}

export type GroupState =
  'stable' | 'preparing-rebalance' | 'completing-rebalance' | 'empty' | 'dead' | 'unknown' | 'no-commit';

export interface GroupLag {
  group: string;
  /** no-commit until the group has committed anything; then what the broker says. */
  state: GroupState;
  /** Null where the broker does not say. */
  members: number | null;
  partitions: PartitionLag[];
  /** Messages in all partitions with a commit; null while there is none. */
  lag: number | null;
  /** Of the oldest message not yet committed. Null where that is not known. */
  ageSeconds: number | null;
  /** Seconds until caught up at the current net rate; 0 when it is, null while the lag is not shrinking. */
  drainSeconds: number | null;
  hasCommitted: boolean;
  /** Whether alerts are raised for it: a group of this platform, or one that was named. */
  alerting: boolean;
}
