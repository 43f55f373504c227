import { isCredibleTime } from '#contracts';
import { placeName, type Place } from './lag.js';

/** When a record came to be in the log, as far as the ends that were seen say. Milliseconds since 1970. */
export interface Arrival {
  /** It was not there yet. Undefined when it was there when the partition was first looked at. */
  afterMs: number | undefined;
  /** It was there. */
  beforeMs: number;
}

interface Ends {
  end: number;
  sinceMs: number;
  lastSeenMs: number;
  /** The end before this one, and when it was last seen. */
  before: { end: number; lastSeenMs: number } | undefined;
}

/** Remembers of each partition how its end moved, to say when a record arrived whatever its time stamp says. */
export class Arrivals {
  private partitions = new Map<string, Ends>();

  see(ends: readonly Place[], atMs: number): void {
    const seen = new Map<string, Ends>();
    for (const place of ends) {
      const end = Number(place.offset);
      const known = this.partitions.get(placeName(place));
      seen.set(placeName(place), moved(known, end, atMs));
    }
    this.partitions = seen;
  }

  /** @param offset below the end that was seen last */
  of({ topic, partition }: Omit<Place, 'offset'>, offset: number, atMs: number): Arrival {
    const known = this.partitions.get(placeName({ topic, partition }));
    if (!known || offset >= known.end) return { afterMs: known?.lastSeenMs, beforeMs: atMs };
    const { before } = known;
    return { afterMs: before && offset >= before.end ? before.lastSeenMs : undefined, beforeMs: known.sinceMs };
  }
}

function moved(known: Ends | undefined, end: number, atMs: number): Ends {
  // An end that goes back is that of another topic of the same name.
  if (!known || end < known.end) return { end, sinceMs: atMs, lastSeenMs: atMs, before: undefined };
  if (end === known.end) return { ...known, lastSeenMs: atMs };
  return { end, sinceMs: atMs, lastSeenMs: atMs, before: { end: known.end, lastSeenMs: known.lastSeenMs } };
}

/**
 * When a record was written: what its time stamp says, within what was seen. A producer can put anything into a time stamp,
 * so where nobody saw the record come, one that cannot be is not believed.
 * @returns undefined when that cannot be said
 */
export function writtenAtMs(timestampMs: number, { afterMs, beforeMs }: Arrival): number | undefined {
  if (afterMs !== undefined) return Math.min(Math.max(timestampMs, afterMs), beforeMs);
  return isCredibleTime(timestampMs, beforeMs) ? Math.min(timestampMs, beforeMs) : undefined;
}

/**
 * When a record came that cannot be read yet: it lies behind a transaction that is still open.
 * @returns undefined when nobody saw it come
 */
export const seenComingMs = ({ afterMs, beforeMs }: Arrival): number | undefined =>
  afterMs === undefined ? undefined : beforeMs;
