/** What a group has and has not read of one partition. Offsets fit a JavaScript number up to 9 * 10^15. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** Offset of the next message the group will be given; null where it never committed. */
  committed: number | null;
  /** Offset the next message will get. */
  end: number;
  /** Messages; null where the group never committed: nobody knows where it would begin. */
  lag: number | null;
  /** How old the record at `committed` is; 0 when there is none. Null where that is not known. */
  ageSeconds: number | null;
}

export type GroupState =
  'stable' | 'preparing-rebalance' | 'completing-rebalance' | 'empty' | 'dead' | 'unknown' | 'no-commit';

export interface GroupLag {
  group: string;
  /** no-commit until the group has committed anything; then what the broker says. */
  state: GroupState;
  members: number;
  partitions: PartitionLag[];
  /** Messages in all partitions with a commit; null while there is none. */
  lag: number | null;
  /** Of the oldest message not yet committed. */
  ageSeconds: number | null;
  /** Seconds until caught up at the current net rate; 0 when it is, null while the lag is not shrinking. */
  drainSeconds: number | null;
  hasCommitted: boolean;
}

/** A place in a partition, as the broker tells it. */
export interface Place {
  topic: string;
  partition: number;
  offset: string;
}

export const placeName = ({ topic, partition }: Omit<Place, 'offset'>): string => `${topic}/${partition}`;

/** What is asked about one group before its lag can be told. */
export interface GroupReading {
  group: string;
  state: Exclude<GroupState, 'no-commit'>;
  members: number;
  committed: readonly Place[];
  /** All partitions of every topic the group reads. */
  ends: readonly Place[];
}

/**
 * Lag of one group, partition by partition. The committed offsets must have been read before the ends: the other way
 * round a busy group would seem to have read what was not yet written.
 * @param writtenAtMs when the record at (or first after) a place was written; undefined where it could not be read
 */
export function lagOf(
  { group, state, members, committed, ends }: GroupReading,
  writtenAtMs: (place: Place) => number | undefined,
  nowMs: number,
): Omit<GroupLag, 'drainSeconds'> {
  const committedAt = new Map(committed.map((place) => [placeName(place), place]));
  const partitions = ends.map((end): PartitionLag => {
    const place = committedAt.get(placeName(end));
    const about = { topic: end.topic, partition: end.partition, end: Number(end.offset) };
    if (!place) return { ...about, committed: null, lag: null, ageSeconds: null };
    // A topic that was made anew begins at 0 again: never a negative lag.
    const lag = Math.max(0, about.end - Number(place.offset));
    return {
      ...about,
      committed: Number(place.offset),
      lag,
      ageSeconds: lag === 0 ? 0 : age(writtenAtMs(place), nowMs),
    };
  });
  const hasCommitted = committed.length > 0;
  const lags = partitions.flatMap(({ lag }) => lag ?? []);
  const ages = partitions.flatMap(({ ageSeconds }) => ageSeconds ?? []);
  return {
    group,
    state: hasCommitted ? state : 'no-commit',
    members,
    partitions,
    lag: lags.length > 0 ? lags.reduce((total, lag) => total + lag, 0) : null,
    ageSeconds: ages.length > 0 ? Math.max(...ages) : null,
    hasCommitted,
  };
}

/** Clocks of a producer and of this machine may differ a little: an age is never negative. */
function age(writtenAtMs: number | undefined, nowMs: number): number | null {
  return writtenAtMs === undefined ? null : Math.max(0, nowMs - writtenAtMs) / 1_000;
}

/** The places whose records tell an age: where a group has messages before it. Each once, however many groups are there. */
export function placesBehind(readings: readonly GroupReading[]): Place[] {
  const behind = new Map<string, Place>();
  for (const { committed, ends } of readings) {
    const endOf = new Map(ends.map((end) => [placeName(end), Number(end.offset)]));
    for (const place of committed) {
      if (Number(place.offset) < (endOf.get(placeName(place)) ?? 0))
        behind.set(`${placeName(place)}@${place.offset}`, place);
    }
  }
  return [...behind.values()];
}
