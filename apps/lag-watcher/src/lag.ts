import type { GroupLag, GroupState, PartitionLag } from '#contracts';

/** A place in a partition, as the broker tells it. */
export interface Place {
  topic: string;
  partition: number;
  offset: string;
}

/** The end of a partition. */
export interface End extends Place {
  /** Asked for after the places of groups were known. An older one may lie before what a group has read since. */
  isCurrent: boolean;
}

export const placeName = ({ topic, partition }: Omit<Place, 'offset'>): string => `${topic}/${partition}`;

/** What is asked about one group before its lag can be told. */
export interface GroupReading {
  group: string;
  state: Exclude<GroupState, 'no-commit'>;
  members: number | null;
  committed: readonly Place[];
  /** All partitions of every topic the group reads, as far as their ends are known. */
  ends: readonly End[];
  /** It begins with the first message that is there when its place is not: so do the groups of this platform. */
  startsOver: boolean;
  alerting: boolean;
}

/** What was found between a place and the end. */
export interface Found {
  /** That a reader can still get. */
  messages: number;
  /** When the oldest of them was written, milliseconds since 1970; undefined where that is not known. */
  writtenAtMs: number | undefined;
}

/**
 * Where a group will go on reading: behind what it committed, or at the first message that is still there when that is
 * gone. Null where that is up to its consumer's settings, or the end is older than the commit.
 * @param first the first offset that is still there; undefined where that was not asked
 */
export function goesOnAt(
  committed: number,
  end: Pick<End, 'offset' | 'isCurrent'>,
  first: number | undefined,
  startsOver: boolean,
): number | null {
  if (committed <= Number(end.offset)) return Math.max(committed, first ?? 0);
  // It read beyond the end: the topic was made anew.
  return startsOver && end.isCurrent && first !== undefined ? first : null;
}

/**
 * Lag of one group, partition by partition. The committed offsets must have been read before the ends: the other way
 * round a busy group would seem to have read what was not yet written.
 * @param first the first offset of a partition that is still there, where it matters
 * @param found what lies between a place and the end; undefined where nobody looked
 */
export function lagOf(
  reading: GroupReading,
  first: (partition: Omit<Place, 'offset'>) => number | undefined,
  found: (place: Place) => Found | undefined,
  nowMs: number,
): Omit<GroupLag, 'drainSeconds'> {
  const { group, state, members, committed, ends, startsOver, alerting } = reading;
  const committedAt = new Map(committed.map((place) => [placeName(place), place]));
  const partitions = ends.map((end): PartitionLag => {
    const { topic, partition, offset } = end;
    const about = { topic, partition, end: Number(offset) };
    const place = committedAt.get(placeName(about));
    if (!place) return { ...about, committed: null, lag: null, ageSeconds: null };
    const at = Number(place.offset);
    const from = goesOnAt(at, end, at === about.end ? undefined : first(about), startsOver);
    if (from === null) return { ...about, committed: at, lag: null, ageSeconds: null };
    if (from >= about.end) return { ...about, committed: at, lag: 0, ageSeconds: 0 };
    const waiting = found({ topic, partition, offset: String(from) });
    const lag = waiting?.messages ?? about.end - from;
    return { ...about, committed: at, lag, ageSeconds: lag === 0 ? 0 : age(waiting?.writtenAtMs, nowMs) };
  });
  const hasCommitted = committed.length > 0;
  const lags = partitions.flatMap(({ lag }) => lag ?? []);
  return {
    ...{ group, members, partitions, hasCommitted, alerting },
    state: hasCommitted ? state : 'no-commit',
    lag: lags.length > 0 ? lags.reduce((total, lag) => total + lag, 0) : null,
    ageSeconds: oldest(partitions),
  };
}

/** Known only when one waiting message's age is known, or nothing waits: 0 would say that nobody waits. */
function oldest(partitions: readonly PartitionLag[]): number | null {
  const waiting = partitions.filter(({ lag }) => lag !== null && lag > 0);
  const ages = (waiting.length > 0 ? waiting : partitions).flatMap(({ ageSeconds }) => ageSeconds ?? []);
  return ages.length > 0 ? Math.max(...ages) : null;
}

/** Clocks of a broker and of this machine may differ a little: an age is never negative. */
function age(writtenAtMs: number | undefined, nowMs: number): number | null {
  return writtenAtMs === undefined ? null : Math.max(0, nowMs - writtenAtMs) / 1_000;
}
