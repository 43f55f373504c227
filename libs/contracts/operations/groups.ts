/** The lag watcher answers GET with a list of GroupLag, or 503 while no broker responds. */
export const groupsPath = '/groups';

/** Position of a group in one partition. Offsets fit a JavaScript number up to 9 * 10^15. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** Offset of the next message for the group; null if it never committed. */
  committed: number | null;
  /** Offset of the next message to be published. */
  end: number;
  /** Messages that the group can still receive; null if it never committed, because its start offset is unknown. */
  lag: number | null;
  /** How long ago the oldest of them was written; 0 if there is none, null if unknown. */
  ageSeconds: number | null;
}

export type GroupState =
  'stable' | 'preparing-rebalance' | 'completing-rebalance' | 'empty' | 'dead' | 'unknown' | 'no-commit';

export interface GroupLag {
  group: string;
  /** no-commit until the group has committed something; then the state that the broker reports. */
  state: GroupState;
  /** Null if the broker does not report it. */
  members: number | null;
  partitions: PartitionLag[];
  /** Messages in all partitions with a commit; null while there is none. */
  lag: number | null;
  /** Age of the oldest uncommitted message. Null if unknown. */
  ageSeconds: number | null;
  /** Seconds until caught up at the current net rate; 0 if caught up, null while the lag is not shrinking. */
  drainSeconds: number | null;
  hasCommitted: boolean;
  /** Whether it raises alerts: groups of this platform, and those named in EVENTSTAGE_ALERT_GROUPS. */
  alerting: boolean;
}
