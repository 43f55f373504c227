import { placeName, type Place } from './lag.js';
import type { Scrape, Scraper } from './scrape.js';

/** A full reading is due this often even if nothing moves: members join and leave, and offsets are reset by hand. */
const wholeEveryMs = 5_000;

/**
 * Reads as often as it is called, but spares the brokers while the platform is idle: once all groups have consumed
 * everything, only end offsets are requested, and the last full reading stays valid until one of them moves. It marks
 * this, and the next reading can wait.
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
    // The state of foreign groups may always be unknown, as for those with the newer protocol (KIP-848).
    const isSettled = !state.endsWith('-rebalance') && (state !== 'unknown' || !alerting);
    return isSettled && ends.every((end) => (at.get(placeName(end)) ?? end.offset) === end.offset);
  });
}

function isSame(before: readonly Place[], now: readonly Place[]): boolean {
  const at = offsets(before);
  return before.length === now.length && now.every((end) => at.get(placeName(end)) === end.offset);
}

const offsets = (places: readonly Place[]) => new Map(places.map((place) => [placeName(place), place.offset]));
