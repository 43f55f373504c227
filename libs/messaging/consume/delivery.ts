import { MalformedEvent, parseEvent, replayTopic, type Event } from '#contracts';
import type { ReceivedMessage } from '../broker.js';
import type { Reaction } from './reaction.js';

/** One message on its way to one handler. */
export interface Delivery {
  message: ReceivedMessage;
  /** Where the event belongs: the topic it was published on, also when it comes from the group's replay topic. */
  topic: string;
  handler: string;
  /** True when it comes from the dead letters. */
  replayed: boolean;
  /** Names the message for good: what a message without a usable id is remembered by. */
  position: string;
  content: { event: Event; reaction: Reaction } | { malformed: MalformedEvent };
}

/** Longer ids would not fit an index, and nobody of ours writes them. */
const longestId = 200;

/** Every handler of the group that a message is for: at least one delivery, so that nothing is passed over in silence. */
export function deliveriesOf(message: ReceivedMessage, group: string, reactions: readonly Reaction[]): Delivery[] {
  if (message.undecodable) return [unreadable(message, group, message.undecodable)];
  const replayed = message.topic === replayTopic(group);
  const from = replayed ? message.headers : undefined;
  const topic = from ? (from.dl_topic ?? '') : message.topic;
  const position = from?.dl_topic ? `${topic}/${from.dl_partition}/${from.dl_offset}` : positionOf(message);
  const about = { message, topic, replayed, position };
  const wanted = reactions.filter(({ on, handler }) => on.type === topic && (!from || handler === from.dl_handler));
  if (wanted.length === 0) {
    const malformed = new MalformedEvent(`${group} does not react to topic ${topic || '(none given)'}`);
    return [{ ...about, handler: from?.dl_handler ?? group, content: { malformed } }];
  }
  return wanted.map((reaction) => ({ ...about, handler: reaction.handler, content: read(message, reaction) }));
}

/** For the group as a whole: which handlers it was for cannot be known. */
function unreadable(
  message: ReceivedMessage,
  group: string,
  { firstOffset, reason }: NonNullable<ReceivedMessage['undecodable']>,
): Delivery {
  const malformed = new MalformedEvent(
    `the batch at offsets ${firstOffset} to ${message.offset} cannot be decoded: ${reason}`,
  );
  const { topic } = message;
  return { message, topic, handler: group, replayed: false, position: positionOf(message), content: { malformed } };
}

export const positionOf = ({ topic, partition, offset }: ReceivedMessage): string => `${topic}/${partition}/${offset}`;

function read(message: ReceivedMessage, reaction: Reaction): Delivery['content'] {
  try {
    if (message.headers.dl_left_out) throw new MalformedEvent('its value was too large for a dead letter');
    const event = parseEvent(reaction.on, message.headers, message.value);
    if (event.id.length > longestId || event.id.includes('\0')) throw new MalformedEvent('ce_id is not a usable id');
    return { event, reaction };
  } catch (error) {
    if (error instanceof MalformedEvent) return { malformed: error };
    throw error;
  }
}
