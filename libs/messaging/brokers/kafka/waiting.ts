import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaCluster } from './cluster.js';
import { fetchFrom, type FetchedPartition, type PartitionOffset } from './answers.js';
import { batchesOf, readableFrom, type BatchTime } from './batches.js';

/** A reader's position in a partition, with records after it. */
export interface WaitingPlace extends PartitionOffset {
  /** The offset after the last record. */
  end: string;
  /** Node id of the broker that leads the partition. */
  leader: number;
}

/** What a reader at a place can still get. */
export interface Waiting {
  topic: string;
  partition: number;
  offset: string;
  /** Excludes offsets without a record (gaps, transaction markers) as far as the log was scanned. */
  messages: number;
  /** The oldest message; undefined if none was found. */
  oldest: { offset: number; written: BatchTime } | undefined;
}

interface Look {
  /** The log was scanned up to here, batch by batch. */
  seenTo: number;
  /** Offsets between the place and `seenTo` without a record for a reader. */
  hidden: number;
  oldest: Waiting['oldest'];
}

type Seen = WaitingPlace & { look: Look };

/** Enough for short backlogs; a long one is scanned piece by piece. */
const pieceBytes = 16 * 1024;
/** Pieces per call for places whose oldest message is already known. */
const furtherPieces = 32;
/** How long to wait for a response: one broker must not hold up the others. */
const patienceMs = 700;
/** A response may omit partitions, see fetchFrom: up to this many of them are asked for alone. */
const askedAlone = 8;

const nameOf = ({ topic, partition, offset }: PartitionOffset): string => `${topic}/${partition}@${offset}`;

/**
 * Scans what is between a group's position and the end. Results are cached while the group stays at that position, so
 * a group that does not move costs only what is new. Reads batch headers only.
 * @returns a function that never rejects: unreadable ranges count in full
 */
export function waitingAt(cluster: KafkaCluster): (places: readonly WaitingPlace[]) => Promise<Waiting[]> {
  let kept = new Map<string, Look>();
  const silent = new Set<number>();

  const fetch = async (leader: number, places: readonly Seen[]): Promise<FetchedPartition[]> => {
    // A frozen broker is not asked again until it has responded or its connection is given up.
    if (silent.has(leader)) return [];
    const wanted = places.map(({ topic, partition, look }) => ({ topic, partition, offset: String(look.seenTo) }));
    const asking = cluster.node(leader).then((node) => fetchFrom(node, wanted, pieceBytes));
    const answered = asking.catch(() => []);
    const late = pause(patienceMs, undefined, { ref: false });
    const answer = await Promise.race([answered, late]);
    if (answer) return answer;
    silent.add(leader);
    void answered.finally(() => silent.delete(leader));
    return [];
  };

  /** @returns the places for which nothing was sent */
  const read = async (leader: number, places: readonly Seen[], alone: boolean): Promise<Seen[]> => {
    const left: Seen[] = [];
    for (const answer of await fetch(leader, places)) {
      const place = places.find(({ topic, partition }) => topic === answer.topic && partition === answer.partition);
      if (!place || answer.errorCode !== 0) continue;
      const { look } = place;
      const before = look.seenTo;
      // A batch in an ancient format counts in full, like everything that was not scanned.
      await lookThrough(look, answer).catch(() => {});
      if (look.seenTo > before) continue;
      if (!alone) left.push(place);
      // If asked for one partition only, a leader sends what it has: there is nothing in between.
      else if (answer.records.length === 0) passOver(look, answer.stableEnd);
    }
    return left;
  };

  return async (places) => {
    const seen = places.map((place): Seen => {
      const before = kept.get(nameOf(place));
      // An entry that saw past the end belongs to an earlier topic of that name.
      const isOfThis = before !== undefined && before.seenTo <= Number(place.end);
      return { ...place, look: isOfThis ? before : { seenTo: Number(place.offset), hidden: 0, oldest: undefined } };
    });
    kept = new Map(seen.map((place) => [nameOf(place), place.look]));
    const unseen = seen.filter(({ look, end }) => look.seenTo < Number(end));
    const further = shuffled(unseen.filter(({ look }) => look.oldest)).slice(0, furtherPieces);
    const rounds = inRounds([...unseen.filter(({ look }) => !look.oldest), ...further]);
    const left = await Promise.all(rounds.map(({ leader, places: asked }) => read(leader, asked, false)));
    await Promise.all(
      shuffled(left.flat())
        .slice(0, askedAlone)
        .map((place) => read(place.leader, [place], true)),
    );
    return seen.map(({ topic, partition, offset, end, look: { seenTo, hidden, oldest } }) => {
      // Records written after the end offset was read may have been scanned.
      const messages = Math.max(Number(end), seenTo) - Number(offset) - hidden;
      return { topic, partition, offset, messages: Math.max(0, messages), oldest };
    });
  };
}

async function lookThrough(look: Look, answer: FetchedPartition): Promise<void> {
  for (const batch of batchesOf(answer)) {
    if (batch.lastOffset < look.seenTo) continue;
    const readable = await readableFrom(batch, look.seenTo);
    const from = Math.max(batch.firstOffset, look.seenTo);
    if (readable > 0) look.oldest ??= { offset: from, written: batch.written };
    look.hidden -= readable;
    passOver(look, batch.lastOffset + 1);
  }
}

function passOver(look: Look, to: number): void {
  if (to <= look.seenTo) return;
  look.hidden += to - look.seenTo;
  look.seenTo = to;
}

/**
 * One request per leader. A request may name a partition only once, so a second place in the same partition waits for
 * the next round.
 */
function inRounds(places: readonly Seen[]): { leader: number; places: Seen[] }[] {
  const rounds = new Map<string, { leader: number; places: Seen[] }>();
  const times = new Map<string, number>();
  for (const place of places) {
    const partition = `${place.topic}/${place.partition}`;
    const time = times.get(partition) ?? 0;
    times.set(partition, time + 1);
    const name = `${place.leader} ${time}`;
    const round = rounds.get(name) ?? { leader: place.leader, places: [] };
    round.places.push(place);
    rounds.set(name, round);
  }
  return [...rounds.values()];
}

/** Prevents starvation of a partition. */
function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((entry) => ({ entry, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry);
}
