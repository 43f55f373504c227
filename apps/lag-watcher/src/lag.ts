import type { GroupLag, GroupState, PartitionLag } from '#contracts';

/** A place in a partition, as reported by the broker. */
export interface Place {
  topic: string;
  partition: number;
  offset: string;
}

/** The end of a partition. */
export interface End extends Place {
  /** Requested after the offsets of groups were known. An older one may be below what a group has consumed since. */
  isCurrent: boolean;
}

export const placeName = ({ topic, partition }: Omit<Place, 'offset'>): string => `${topic}/${partition}`;

/** What must be known about a group to compute its lag. */
export interface GroupReading {
  group: string;
  state: Exclude<GroupState, 'no-commit'>;
  members: number | null;
  committed: readonly Place[];
  /** All partitions of every topic the group reads, as far as their end offsets are known. */
  ends: readonly End[];
  /** It starts at the first existing message if its offset does not exist: so do this platform's groups. */
  startsOver: boolean;
  alerting: boolean;
}

/** What was found between a place and the end. */
export interface Found {
  /** Messages that can still be consumed. */
  messages: number;
  /** When the oldest of them was written, milliseconds since 1970; undefined if unknown. */
  writtenAtMs: number | undefined;
}

/**
 * Where a group will continue: after its commit, or at the first remaining message if that is gone. Null if that
 * depends on its consumer's settings, or the end is older than the commit.
 * @param first the first remaining offset; undefined if it was not requested
 */
export function goesOnAt(
  committed: number,
  end: Pick<End, 'offset' | 'isCurrent'>,
  first: number | undefined,
  startsOver: boolean,
): number | null {
  if (committed <= Number(end.offset)) return Math.max(committed, first ?? 0);
  // Its commit is beyond the end: the topic was recreated.
  return startsOver && end.isCurrent && first !== undefined ? first : null;
}

/**
 * Lag of one group, by partition. The committed offsets must be read before the end offsets: otherwise a busy group
 * would appear to be ahead of the end.
 * @param first the first remaining offset of a partition, where it matters
 * @param found what is between a place and the end; undefined if it was not scanned
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

/** Unknown unless one waiting message's age is known, or nothing waits: 0 would mean that nothing waits. */
function oldest(partitions: readonly PartitionLag[]): number | null {
  const waiting = partitions.filter(({ lag }) => lag !== null && lag > 0);
  const ages = (waiting.length > 0 ? waiting : partitions).flatMap(({ ageSeconds }) => ageSeconds ?? []);
  return ages.length > 0 ? Math.max(...ages) : null;
}

/** The clocks of a broker and of this machine may differ a little: an age is never negative. */
function age(writtenAtMs: number | undefined, nowMs: number): number | null {
  return writtenAtMs === undefined ? null : Math.max(0, nowMs - writtenAtMs) / 1_000;
}
