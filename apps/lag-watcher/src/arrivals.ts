import { isCredibleTime } from '#contracts';
import { placeName, type Place } from './lag.js';

/** When a record was appended to the log, according to the observed end offsets. Milliseconds since 1970. */
export interface Arrival {
  /** The record was not there yet. Undefined if it was there at the first reading of the partition. */
  afterMs: number | undefined;
  /** The record was there. */
  beforeMs: number;
}

interface Ends {
  end: number;
  sinceMs: number;
  lastSeenMs: number;
  /** The previous end offset, and when it was last seen. */
  before: { end: number; lastSeenMs: number } | undefined;
}

/** Tracks how the end offset of each partition moves, to bound a record's arrival whatever its timestamp says. */
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

  /** @param offset below the last seen end offset */
  of({ topic, partition }: Omit<Place, 'offset'>, offset: number, atMs: number): Arrival {
    const known = this.partitions.get(placeName({ topic, partition }));
    if (!known || offset >= known.end) return { afterMs: known?.lastSeenMs, beforeMs: atMs };
    const { before } = known;
    return { afterMs: before && offset >= before.end ? before.lastSeenMs : undefined, beforeMs: known.sinceMs };
  }
}

function moved(known: Ends | undefined, end: number, atMs: number): Ends {
  // A decreasing end offset means that the topic was recreated.
  if (!known || end < known.end) return { end, sinceMs: atMs, lastSeenMs: atMs, before: undefined };
  if (end === known.end) return { ...known, lastSeenMs: atMs };
  return { end, sinceMs: atMs, lastSeenMs: atMs, before: { end: known.end, lastSeenMs: known.lastSeenMs } };
}

/**
 * When a record was written: its timestamp, limited to the observed interval. A producer can put anything into a
 * timestamp, so an impossible one is ignored if the arrival was not observed.
 * @returns undefined if unknown
 */
export function writtenAtMs(timestampMs: number, { afterMs, beforeMs }: Arrival): number | undefined {
  if (afterMs !== undefined) return Math.min(Math.max(timestampMs, afterMs), beforeMs);
  return isCredibleTime(timestampMs, beforeMs) ? Math.min(timestampMs, beforeMs) : undefined;
}

/**
 * When a record arrived that cannot be read yet, because it is behind an open transaction.
 * @returns undefined if its arrival was not observed
 */
export const seenComingMs = ({ afterMs, beforeMs }: Arrival): number | undefined =>
  afterMs === undefined ? undefined : beforeMs;
