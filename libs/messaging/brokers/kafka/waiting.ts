import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaCluster } from './cluster.js';
import { fetchFrom, type FetchedPartition, type PartitionOffset } from './answers.js';
import { batchesOf, readableFrom, type BatchTime } from './batches.js';

/** Where somebody stands in a partition, with records before it. */
export interface WaitingPlace extends PartitionOffset {
  /** The offset behind the last record. */
  end: string;
  /** Node id of the broker that leads the partition. */
  leader: number;
}

/** What somebody who stands at a place can still get. */
export interface Waiting {
  topic: string;
  partition: number;
  offset: string;
  /** Offsets that hold no record for a reader (gaps, markers of transactions) are not counted, as far as was looked. */
  messages: number;
  /** The oldest of them; undefined while none was found. */
  oldest: { offset: number; written: BatchTime } | undefined;
}

interface Look {
  /** Up to here it was looked, batch by batch. */
  seenTo: number;
  /** Offsets between the place and `seenTo` that hold nothing for a reader. */
  hidden: number;
  oldest: Waiting['oldest'];
}

type Seen = WaitingPlace & { look: Look };

/** Enough for the small tails that stand for long; a large one is looked through piece by piece. */
const pieceBytes = 16 * 1024;
/** Pieces a call for places whose oldest message is known already. */
const furtherPieces = 32;
/** How long an answer is waited for: one broker must not hold up what the others say. */
const patienceMs = 700;
/** An answer may leave partitions out, see fetchFrom: so many of them are asked for alone. */
const askedAlone = 8;

const nameOf = ({ topic, partition, offset }: PartitionOffset): string => `${topic}/${partition}@${offset}`;

/**
 * Looks at what lies between where a group stands and the end. What was seen is kept for as long as somebody stands at the
 * place, so one who stands still costs nothing but what is new. Only headers of batches are read.
 * @returns a function that never rejects: what cannot be read now counts in full
 */
export function waitingAt(cluster: KafkaCluster): (places: readonly WaitingPlace[]) => Promise<Waiting[]> {
  let kept = new Map<string, Look>();
  const silent = new Set<number>();

  const fetch = async (leader: number, places: readonly Seen[]): Promise<FetchedPartition[]> => {
    // A broker that is frozen is not asked again before it has answered, or its connection is given up.
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

  /** @returns places of which nothing was sent */
  const read = async (leader: number, places: readonly Seen[], alone: boolean): Promise<Seen[]> => {
    const left: Seen[] = [];
    for (const answer of await fetch(leader, places)) {
      const place = places.find(({ topic, partition }) => topic === answer.topic && partition === answer.partition);
      if (!place || answer.errorCode !== 0) continue;
      const { look } = place;
      const before = look.seenTo;
      // A batch in a form from long ago counts in full, as everything does that was not looked at.
      await lookThrough(look, answer).catch(() => {});
      if (look.seenTo > before) continue;
      if (!alone) left.push(place);
      // Asked alone, a leader sends what there is: between here and there is nothing.
      else if (answer.records.length === 0) passOver(look, answer.stableEnd);
    }
    return left;
  };

  return async (places) => {
    const seen = places.map((place): Seen => {
      const before = kept.get(nameOf(place));
      // One that saw beyond the end saw another topic of that name.
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
      // What was written since the end was asked for may have been seen.
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

/** One request for each leader; a partition comes once in a request, so who stands at another place of it waits for the next. */
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
