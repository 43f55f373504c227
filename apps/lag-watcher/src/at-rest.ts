import { placeName, type Place } from './lag.js';
import type { Scrape, Scraper } from './scrape.js';

/** A whole look is due this often though nothing moves: members come and go, and places are set back by hand. */
const wholeEveryMs = 5_000;

/**
 * Looks as often as it is called, and spares the brokers most of it while the platform rests: once everybody has read
 * everything, only the ends of the partitions are asked for, and the last whole look stands until one of them moves. It says
 * so, and the next look can wait.
 */
export function sparing(
  { look, endsNow }: Scraper,
  nowMs: () => number = () => performance.now(),
): () => Promise<Scrape> {
  let last: Scrape | undefined;
  let wholeAtMs = 0;
  return async () => {
    if (last && isAtRest(last) && nowMs() - wholeAtMs < wholeEveryMs) {
      const ends = await endsNow();
      if (ends && isSame(last.ends, ends)) return { ...last, atMs: Date.now(), isAtRest: true };
    }
    wholeAtMs = nowMs();
    return (last = await look());
  };
}

function isAtRest({ unanswered, missing, groups }: Scrape): boolean {
  if (unanswered.length > 0 || missing.length > 0) return false;
  return groups.every(({ committed, ends, state, alerting }) => {
    const at = offsets(committed);
    // Groups of others may never be known: those of the newer protocol (KIP-848) are not.
    const isSettled = !state.endsWith('-rebalance') && (state !== 'unknown' || !alerting);
    return isSettled && ends.every((end) => (at.get(placeName(end)) ?? end.offset) === end.offset);
  });
}

function isSame(before: readonly Place[], now: readonly Place[]): boolean {
  const at = offsets(before);
  return before.length === now.length && now.every((end) => at.get(placeName(end)) === end.offset);
}

const offsets = (places: readonly Place[]) => new Map(places.map((place) => [placeName(place), place.offset]));
