import { consumerGroups, replayTopic, topicNames } from '#contracts';
import type { KafkaAdmin } from '#messaging';
import { placesBehind, type GroupReading, type Place } from './lag.js';

/** What the brokers said in one look: enough to tell everything, and nothing remembered from an earlier one. */
export interface Scrape {
  /** When the end offsets had been read, milliseconds since 1970: ages are told for this moment. */
  atMs: number;
  /** Ids of the brokers that take part. */
  brokers: string[];
  partitions: { topic: string; partition: number; replicas: number; inSync: number }[];
  ends: readonly Place[];
  groups: (GroupReading & { memberNames: string[] })[];
  /** When the record at a place was written; undefined where it could not be read. */
  writtenAtMs: (place: Place) => number | undefined;
}

type Asked = Pick<
  KafkaAdmin,
  | 'listGroups'
  | 'committedOffsets'
  | 'describeGroups'
  | 'describeTopics'
  | 'describeCluster'
  | 'endOffsets'
  | 'recordTimestamps'
>;

/**
 * Looks at the brokers once. Committed offsets come first, of all groups at the same time; end offsets second, or a busy
 * group would have a negative lag. Groups are those that are written down and those found on the brokers.
 * @throws when the brokers cannot say it all: half a look is none
 */
export function scraper(admin: Asked): () => Promise<Scrape> {
  // Found again while the offsets are asked for, so that a group nobody wrote down is seen one look later.
  let groupsFound: Promise<string[]> | undefined;
  const writtenAt = recordTimes(admin);

  return async () => {
    const groups = [
      ...new Set([...consumerGroups.map(({ name }) => name), ...(await (groupsFound ?? admin.listGroups()))]),
    ];
    const [committed, described, topics, { brokers }, found] = await Promise.all([
      Promise.all(groups.map((group) => admin.committedOffsets(group))),
      admin.describeGroups(groups),
      admin.describeTopics(topicNames),
      admin.describeCluster(),
      admin.listGroups(),
    ]);
    groupsFound = Promise.resolve(found);
    const others = committed.flat().map(({ topic }) => topic);
    const ends = await admin.endOffsets([...new Set([...topics.map(({ topic }) => topic), ...others])]);
    const atMs = Date.now();
    const readings = groups.map((group, index) => {
      const state = described.find((description) => description.group === group);
      const members = state?.members ?? [];
      const own = committed[index] ?? [];
      const assigned = members.flatMap(({ partitions }) => partitions.map(({ topic }) => topic));
      const topicsRead = new Set([...writtenDown(group), ...own.map(({ topic }) => topic), ...assigned]);
      return {
        group,
        state: state?.state ?? ('unknown' as const),
        members: members.length,
        memberNames: members.map(({ clientId, host }) => `${clientId} ${host}`),
        committed: own,
        ends: ends.filter(({ topic }) => topicsRead.has(topic)),
      };
    });
    return {
      atMs,
      brokers: brokers.map(({ nodeId }) => String(nodeId)),
      partitions: topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, replicas, inSync }) => ({
          ...{ topic, partition, replicas: replicas.length, inSync: inSync.length },
        })),
      ),
      ends,
      groups: readings,
      writtenAtMs: await writtenAt(placesBehind(readings)),
    };
  };
}

function writtenDown(group: string): string[] {
  const known = consumerGroups.find(({ name }) => name === group);
  return known ? [...known.reactsTo, replayTopic(group)] : [];
}

/**
 * When records were written. They never change, so each is read once and kept for as long as some group stands before it.
 * A partition is asked about one place at a time: that is all a fetch request can hold.
 */
function recordTimes(admin: Pick<KafkaAdmin, 'recordTimestamps'>) {
  let known = new Map<string, number>();
  const nameOf = ({ topic, partition, offset }: Place) => `${topic}/${partition}@${offset}`;

  return async (places: readonly Place[]): Promise<(place: Place) => number | undefined> => {
    const unread = places.filter((place) => !known.has(nameOf(place)));
    const answers = await Promise.all(inRounds(unread).map((round) => admin.recordTimestamps(round)));
    for (const { timestampMs, ...place } of answers.flat()) known.set(nameOf(place), timestampMs);
    const wanted = new Set(places.map(nameOf));
    known = new Map([...known].filter(([name]) => wanted.has(name)));
    const times = known;
    return (place) => times.get(nameOf(place));
  };
}

/** Splits places so that no partition comes twice in one part. */
function inRounds(places: readonly Place[]): Place[][] {
  const rounds: Place[][] = [];
  const seen = new Map<string, number>();
  for (const place of places) {
    const partition = `${place.topic}/${place.partition}`;
    const round = seen.get(partition) ?? 0;
    seen.set(partition, round + 1);
    (rounds[round] ??= []).push(place);
  }
  return rounds;
}
