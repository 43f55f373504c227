import { consumerGroups, deadLetterTopic, replayTopic } from '#contracts';
import type { ReceivedMessage } from '../broker.js';
import type { KafkaAdmin } from '../brokers/kafka/admin.js';

/** A message that a group gave up on and that has not been replayed yet. */
export interface DeadLetter {
  group: string;
  handler: string;
  reason: string;
  /** When the group gave up on it, ISO 8601. */
  time: string;
  /** Where it was published. */
  topic: string;
  partition: number;
  offset: string;
  /** Set for a batch that could not be decoded: its last offset. */
  lastOffset?: string;
  /** What was too large to be kept here; it can be read where the message was published. */
  leftOut?: string;
  /** Absent in messages that were never events. */
  eventId: string | undefined;
  key: string | null;
  /** As text; bytes that are not UTF-8 are replaced. */
  value: string | null;
  /** Its offset in the group's dead-letter topic. */
  deadLetterOffset: string;
  /** It cannot be decoded, and therefore not replayed. */
  isUndecodable: boolean;
}

export interface Replayed {
  group: string;
  replayed: number;
  /** Undecodable dead letters: they stay where they are and are not listed again. */
  passedOver: number;
}

/**
 * How far dead letters were replayed is stored as the committed offset of a group of this name, which has no members
 * and is not a real consumer group.
 */
const bookmark = 'dead-letter-replay';

const groupsOrOne = (group?: string) => (group === undefined ? consumerGroups.map(({ name }) => name) : [group]);

/** The dead letters of one group or of all, oldest first. */
export async function listDeadLetters(admin: KafkaAdmin, group?: string): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (const name of groupsOrOne(group)) {
    for await (const message of waiting(admin, name)) letters.push(toDeadLetter(name, message));
  }
  return letters;
}

/**
 * Sends dead letters back to the group that gave up on them, and to no other. One that fails again becomes a dead
 * letter again. Interrupted and repeated, it may send a message twice; the inbox handles it once. Undecodable dead
 * letters are skipped.
 * @returns how many were sent, per group
 */
export async function replayDeadLetters(admin: KafkaAdmin, group?: string): Promise<Replayed[]> {
  const result: Replayed[] = [];
  for (const name of groupsOrOne(group)) {
    const topic = deadLetterTopic(name);
    let replayed = 0;
    let passedOver = 0;
    for await (const { key, value, headers, partition, offset, undecodable } of waiting(admin, name)) {
      if (!undecodable) await admin.publish([{ topic: replayTopic(name), key, value, headers }]);
      await admin.setOffsets(bookmark, [{ topic, partition, offset: String(BigInt(offset) + 1n) }]);
      if (undecodable) passedOver++;
      else replayed++;
    }
    result.push({ group: name, replayed, passedOver });
  }
  return result;
}

async function* waiting(admin: KafkaAdmin, group: string): AsyncIterable<ReceivedMessage> {
  const topic = deadLetterTopic(group);
  const marks = await admin.committedOffsets(bookmark);
  for await (const message of admin.readTopic(topic)) {
    const mark = marks.find((at) => at.topic === topic && at.partition === message.partition)?.offset ?? '0';
    if (BigInt(message.offset) >= BigInt(mark)) yield message;
  }
}

/**
 * Anyone can publish to a dead-letter topic: a message without an original position is identified by its position here.
 */
function toDeadLetter(group: string, message: ReceivedMessage): DeadLetter {
  const { headers, key, value, offset, undecodable } = message;
  const isOurs = headers.dl_topic !== undefined;
  const lastOffset = undecodable ? offset : headers.dl_last_offset;
  const unsaid = undecodable
    ? `it cannot be decoded: ${undecodable.reason}`
    : 'none given: it was published here from outside';
  return {
    group,
    handler: headers.dl_handler ?? '-',
    reason: headers.dl_reason ?? unsaid,
    time: headers.dl_time ?? new Date(message.timestampMs).toISOString(),
    topic: isOurs ? headers.dl_topic! : message.topic,
    partition: isOurs ? Number(headers.dl_partition ?? -1) : message.partition,
    offset: isOurs ? (headers.dl_offset ?? '') : (undecodable?.firstOffset ?? offset),
    ...(lastOffset && { lastOffset }),
    ...(headers.dl_left_out && { leftOut: headers.dl_left_out }),
    eventId: headers.ce_id,
    key,
    value: value === null ? null : value.toString(),
    deadLetterOffset: offset,
    isUndecodable: undecodable !== undefined,
  };
}
