import { consumerGroups, replayTopic, topicNames } from '#contracts';
import type { KafkaAdmin, Waiting, WaitingPlace } from '#messaging';
import { Arrivals, seenComingMs, writtenAtMs, type Arrival } from './arrivals.js';
import { goesOnAt, placeName, type Found, type GroupReading, type Place } from './lag.js';
import { LedOffsets, type LedPartition } from './led-offsets.js';
import { Question } from './question.js';

type Partition = Omit<Place, 'offset'>;

/** What is known after one reading of the brokers. Values that they no longer report are missing. */
export interface Scrape {
  /** When the end offsets were requested, milliseconds since 1970: ages refer to this moment. */
  atMs: number;
  /** Why the reading is incomplete; empty if every query about this platform's topics and groups was answered. */
  unanswered: unknown[];
  /** Nothing has moved since the last full reading. */
  isAtRest?: true;
  /** Ids of the brokers that are up. */
  brokers: string[] | undefined;
  partitions: { topic: string; partition: number; replicas: number; inSync: number }[];
  /** Topics of this platform that do not exist on the brokers. */
  missing: string[];
  ends: readonly Place[];
  groups: (GroupReading & { memberNames: string[] })[];
  /** The first remaining offset, for partitions whose end a group has not committed. */
  first: (partition: Partition) => number | undefined;
  /** What is between a place and the end; undefined if it could not be read. */
  found: (place: Place) => Found | undefined;
}

const ours: readonly string[] = consumerGroups.map(({ name }) => name);
/** Used by the command line to remember which dead letters were replayed; nothing ever consumes with it. */
const bookmark = 'dead-letter-replay';
/** The maximum number of foreign groups to watch: a client may create a new one with each command. */
const mostOfOthers = 100;

export interface Scraper {
  /** Reads the brokers once. Never rejects, and takes about two seconds at most. */
  look: () => Promise<Scrape>;
  /**
   * Only the end offsets of all partitions of the last reading; undefined if a leader did not answer. Never rejects.
   */
  endsNow: () => Promise<readonly Place[] | undefined>;
}

/**
 * How to read the brokers. Committed offsets first, of all groups concurrently; end offsets second, because a busy
 * group would otherwise have a negative lag. Groups are those of this platform and those found on the brokers. Each
 * query is about one group, or to one broker: an unanswered one affects only its own figures.
 * @param alsoAlerting foreign groups for which alerts are wanted
 */
export function scraper(admin: KafkaAdmin, alsoAlerting: readonly string[] = []): Scraper {
  let groups: readonly string[] = ours;
  const committed = new Map<string, Question<Place[]>>();
  const committedBy = (group: string) =>
    committed.get(group) ?? committed.set(group, new Question(() => admin.committedOffsets(group))).get(group)!;
  const listed = new Question(() => admin.listGroups());
  const states = new Question(() => admin.describeGroups(groups));
  const topics = new Question(() => admin.describeTopics(topicsAsked()));
  const brokers = new Question(() => admin.describeCluster());
  const membersOf = (group: string) => states.known()?.find((state) => state.group === group)?.members ?? [];
  const topicsReadBy = (group: string) => [
    ...writtenDown(group),
    ...(committedBy(group).known() ?? []).map(({ topic }) => topic),
    ...membersOf(group).flatMap(({ partitions }) => partitions.map(({ topic }) => topic)),
  ];
  const topicsAsked = () => [...new Set([...topicNames, ...groups.flatMap(topicsReadBy)])];
  const ends = new LedOffsets((leader, partitions) => admin.offsetsAt(leader, partitions, 'end'));
  const arrivals = new Arrivals();
  const lookBehind = behind(admin, arrivals);
  let led: LedPartition[] = [];

  const endsNow = async () => {
    const failed = await ends.ask(led);
    if (failed.length > 0) return undefined;
    const now = ends.known(led);
    arrivals.see(now, Date.now());
    return now;
  };

  const look = async () => {
    const [failed, failedGroups] = await Promise.all([
      Promise.all([topics, brokers, listed, states].map((one) => one.put())),
      Promise.all(groups.map((group) => committedBy(group).put())),
    ]);
    // An answer that arrives after this point is for the next reading: the end offsets must be newer.
    const committedNow = new Map(groups.map((group) => [group, committedBy(group).known()]));
    const committedAtMs = Date.now();
    const described = topics.known() ?? [];
    led = described.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, leader }) => ({ topic, partition, leader })),
    );
    const failedEnds = await ends.ask(led);
    const atMs = Date.now();
    const endsKnown = ends.known(led, committedAtMs);
    arrivals.see(endsKnown, atMs);

    const readings = groups.flatMap((group) => {
      const own = committedNow.get(group);
      if (!own || endsKnown.length === 0) return [];
      const topicsRead = new Set(topicsReadBy(group));
      return {
        ...{ group, committed: own, ...stateOf(group, states.known() ?? [], listed.known() ?? []) },
        ends: endsKnown.filter(({ topic }) => topicsRead.has(topic)),
        startsOver: ours.includes(group),
        alerting: ours.includes(group) || alsoAlerting.includes(group),
      };
    });
    const behindThem = await lookBehind(readings, led, atMs);

    const failedOurs = failedGroups.filter((_error, index) => ours.includes(groups[index] ?? ''));
    // A foreign group is read from the next time on.
    const others = (listed.known() ?? []).filter((group) => !ours.includes(group) && group !== bookmark);
    groups = [...ours, ...others.slice(0, mostOfOthers)];
    for (const group of committed.keys()) if (!groups.includes(group)) committed.delete(group);
    return {
      atMs,
      unanswered: [...failed, ...failedOurs, ...failedEnds].filter((error) => error !== undefined),
      brokers: brokers.known()?.brokers.map(({ nodeId }) => String(nodeId)),
      missing:
        failed[0] === undefined ? topicNames.filter((name) => !described.some(({ topic }) => topic === name)) : [],
      partitions: described.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, replicas, inSync }) => ({
          ...{ topic, partition, replicas: replicas.length, inSync: inSync.length },
        })),
      ),
      ends: endsKnown,
      groups: readings,
      ...behindThem,
    };
  };

  return { look, endsNow };
}

function writtenDown(group: string): string[] {
  const known = consumerGroups.find(({ name }) => name === group);
  return known ? [...known.reactsTo, replayTopic(group)] : [];
}

type Described = Awaited<ReturnType<KafkaAdmin['describeGroups']>>;

function stateOf(group: string, states: Described, listed: readonly string[]) {
  const found = states.find((description) => description.group === group);
  const memberNames = (found?.members ?? []).map(({ clientId, host }) => `${clientId} ${host}`);
  // Groups with the newer protocol (KIP-848) look dead to a client that does not support it: their members are unknown.
  const isUnknown = !found || found.state === 'unknown' || (found.state === 'dead' && listed.includes(group));
  return isUnknown
    ? { state: 'unknown' as const, members: null, memberNames: [] }
    : { state: found.state, members: found.members.length, memberNames };
}

/**
 * Scans what is between the groups' offsets and the end, once for groups at the same offset. Sends nothing if all have
 * committed the end.
 */
function behind(admin: KafkaAdmin, arrivals: Arrivals) {
  const firstOffsets = new LedOffsets((leader, partitions) => admin.offsetsAt(leader, partitions, 'first'));
  let arrived = new Map<string, Arrival>();

  return async (readings: readonly GroupReading[], led: readonly LedPartition[], atMs: number) => {
    const leaders = new Map(led.map((partition) => [placeName(partition), partition.leader]));
    const notAtEnd = readings.flatMap(({ committed, ends, startsOver }) => {
      const committedAt = new Map(committed.map((place) => [placeName(place), Number(place.offset)]));
      return ends.flatMap((end) => {
        const at = committedAt.get(placeName(end));
        const leader = leaders.get(placeName(end)) ?? null;
        return at === undefined || at === Number(end.offset) ? [] : [{ end, at, leader, startsOver }];
      });
    });
    const asked = new Map(notAtEnd.map(({ end, leader }) => [placeName(end), { ...end, leader }]));
    await firstOffsets.ask([...asked.values()]);
    const firsts = new Map(firstOffsets.known([...asked.values()]).map((at) => [placeName(at), Number(at.offset)]));
    const first = (partition: Partition) => firsts.get(placeName(partition));

    const places = new Map<string, WaitingPlace>();
    for (const { end, at, leader, startsOver } of notAtEnd) {
      const from = goesOnAt(at, end, first(end), startsOver);
      if (leader === null || from === null || from >= Number(end.offset)) continue;
      places.set(`${placeName(end)}@${from}`, { ...end, end: end.offset, offset: String(from), leader });
    }
    const waiting = new Map((await admin.waitingAt([...places.values()])).map((one) => [nameOf(one), one]));
    arrived = new Map(
      [...waiting.values()]
        .filter(({ messages }) => messages > 0)
        .map((one) => [oldestName(one), arrived.get(oldestName(one)) ?? arrivals.of(one, oldestOffset(one), atMs)]),
    );
    const found = (place: Place): Found | undefined => {
      const there = waiting.get(nameOf(place));
      if (!there) return undefined;
      const { messages, oldest } = there;
      const arrival = arrived.get(oldestName(there));
      if (!arrival) return { messages, writtenAtMs: undefined };
      return {
        messages,
        writtenAtMs: oldest ? writtenAtMs(oldest.written.timestampMs, arrival) : seenComingMs(arrival),
      };
    };
    return { first, found };
  };
}

const nameOf = (place: Place | Waiting): string => `${placeName(place)}@${place.offset}`;

/** If nothing could be read yet, the backlog starts at the offset itself. */
const oldestOffset = ({ oldest, offset }: Waiting): number => oldest?.offset ?? Number(offset);

const oldestName = (waiting: Waiting): string => `${nameOf(waiting)} ${oldestOffset(waiting)}`;
