import { consumerGroups, replayTopic, topicNames } from '#contracts';
import type { KafkaAdmin } from '#messaging';
import { placesBehind, type GroupReading, type Place } from './lag.js';
import { Question } from './question.js';
import { recordTimes } from './record-times.js';

/** What is known after one look at the brokers. What they do not say any more is missing. */
export interface Scrape {
  /** When the end offsets had been asked for, milliseconds since 1970: ages are told for this moment. */
  atMs: number;
  /** Why the look is not a full one; empty when every question was answered. */
  unanswered: unknown[];
  /** Ids of the brokers that take part. */
  brokers: string[] | undefined;
  partitions: { topic: string; partition: number; replicas: number; inSync: number }[];
  ends: readonly Place[];
  groups: (GroupReading & { memberNames: string[] })[];
  /** When the record at a place was written; undefined where it could not be read. */
  writtenAtMs: (place: Place) => number | undefined;
}

/**
 * Looks at the brokers once. Committed offsets come first, of all groups at the same time; end offsets second, or a busy
 * group would have a negative lag. Groups are those that are written down and those found on the brokers.
 * Never rejects, and takes about two seconds at most.
 */
export function scraper(admin: KafkaAdmin): () => Promise<Scrape> {
  let groups: string[] = consumerGroups.map(({ name }) => name);
  const committed = new Map<string, Question<Place[]>>();
  const committedBy = (group: string) =>
    committed.get(group) ?? committed.set(group, new Question(() => admin.committedOffsets(group))).get(group)!;
  const found = new Question(() => admin.listGroups());
  const states = new Question(() => admin.describeGroups(groups));
  const topics = new Question(() => admin.describeTopics(topicNames));
  const brokers = new Question(() => admin.describeCluster());
  const ends = new Question(() => admin.endOffsets(topicsAsked()));
  const topicsAsked = () => {
    const others = groups.flatMap((group) => committedBy(group).known() ?? []);
    return [...new Set([...(topics.known() ?? []), ...others].map(({ topic }) => topic))];
  };
  const writtenAt = recordTimes(admin);

  return async () => {
    const first = await Promise.all(
      [...groups.map(committedBy), found, states, topics, brokers].map((one) => one.put()),
    );
    const unanswered = [...first, await ends.put()].filter((error) => error !== undefined);
    const atMs = Date.now();
    const endsKnown = ends.known() ?? [];
    const readings = groups.flatMap((group) => {
      const own = committedBy(group).known();
      if (!own || endsKnown.length === 0) return [];
      const state = states.known()?.find((description) => description.group === group);
      const members = state?.members ?? [];
      const assigned = members.flatMap(({ partitions }) => partitions.map(({ topic }) => topic));
      const topicsRead = new Set([...writtenDown(group), ...own.map(({ topic }) => topic), ...assigned]);
      const memberNames = members.map(({ clientId, host }) => `${clientId} ${host}`);
      return {
        ...{ group, state: state?.state ?? ('unknown' as const), members: members.length, memberNames },
        ...{ committed: own, ends: endsKnown.filter(({ topic }) => topicsRead.has(topic)) },
      };
    });
    // A group that nobody wrote down is looked at from the next time on.
    groups = [...new Set([...consumerGroups.map(({ name }) => name), ...(found.known() ?? [])])];
    return {
      atMs,
      unanswered,
      brokers: brokers.known()?.brokers.map(({ nodeId }) => String(nodeId)),
      partitions: (topics.known() ?? []).flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, replicas, inSync }) => ({
          ...{ topic, partition, replicas: replicas.length, inSync: inSync.length },
        })),
      ),
      ends: endsKnown,
      groups: readings,
      writtenAtMs: await writtenAt(placesBehind(readings)),
    };
  };
}

function writtenDown(group: string): string[] {
  const known = consumerGroups.find(({ name }) => name === group);
  return known ? [...known.reactsTo, replayTopic(group)] : [];
}
