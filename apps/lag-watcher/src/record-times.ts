import type { KafkaAdmin } from '#messaging';
import { placeName, type Place } from './lag.js';
import { Question } from './question.js';

const nameOf = (place: Place): string => `${placeName(place)}@${place.offset}`;

/**
 * When records were written. That never changes, so each is read once and kept for as long as some group stands before
 * it; what cannot be read now is asked for again at the next look.
 * @returns a function that reads what is missing, and never rejects
 */
export function recordTimes(
  admin: Pick<KafkaAdmin, 'recordTimestamps'>,
): (places: readonly Place[]) => Promise<(place: Place) => number | undefined> {
  let wanted: readonly Place[] = [];
  let known = new Map<string, number>();
  const reading = new Question(async () => {
    const unread = wanted.filter((place) => !known.has(nameOf(place)));
    const answers = await Promise.all(inRounds(unread).map((round) => admin.recordTimestamps(round)));
    for (const { timestampMs, ...place } of answers.flat()) known.set(nameOf(place), timestampMs);
  });

  return async (places) => {
    wanted = places;
    const names = new Set(places.map(nameOf));
    known = new Map([...known].filter(([name]) => names.has(name)));
    if (places.some((place) => !known.has(nameOf(place)))) await reading.put();
    return (place) => known.get(nameOf(place));
  };
}

/** A fetch request holds one place of a partition: places are split so that no partition comes twice in one part. */
export function inRounds(places: readonly Place[]): Place[][] {
  const rounds: Place[][] = [];
  const seen = new Map<string, number>();
  for (const place of places) {
    const round = seen.get(placeName(place)) ?? 0;
    seen.set(placeName(place), round + 1);
    (rounds[round] ??= []).push(place);
  }
  return rounds;
}
