import { MalformedEvent, parseEvent, replayTopic } from '#contracts';
import type { ConsumeOptions, ReceivedMessage } from '../broker.js';
import { treatmentOf } from '../errors.js';
import { restFor } from '../rest.js';
import { handleAlone, type ConsumerOptions } from './alone.js';
import { BatchFailed, handleTogether, type EventDelivery } from './batch.js';
import { positionOf, type Delivery, type Reaction } from './reaction.js';

/**
 * What happens to the messages a group receives. As long as all goes well, events are handled together in one
 * transaction. A message that fails is handled alone, retried a few times, and becomes a dead letter if it keeps
 * failing; its neighbours are unaffected. An outage is thrown to the broker, which redelivers the messages. A batch
 * reaction may ask for a rest.
 */
export function consumerLoop(loopOptions: ConsumerOptions): ConsumeOptions['onBatch'] {
  /** By performance.now(). */
  let restsUntil = 0;
  const options = { ...loopOptions, restUntil: (time: number) => void (restsUntil = time) };
  const { group, reactions } = options;
  return async (messages, stopping) => {
    // Rest before the next batch and not after the last one, so that finished work is committed immediately.
    if (restsUntil > performance.now()) await restFor(restsUntil - performance.now(), stopping);
    const deadline = performance.now() + options.budgetMs;
    const deliveries = messages.flatMap((message) => deliveriesOf(message, group, reactions));
    let at = 0;
    // A message may have several handlers, so the first message is finished before the clock is checked.
    while (at < deliveries.length && !stopping.aborted) {
      const now = performance.now();
      if (doneMessages(messages, deliveries, at) > 0 && (now > deadline || now < restsUntil)) break;
      const run = eventsFrom(deliveries, at);
      if (run.length > 0) at += await together(options, run, stopping, 1);
      else at += await handleAlone(options, deliveries[at]!, stopping);
    }
    return doneMessages(messages, deliveries, at);
  };
}

/** Longer ids would not fit into an index, and our producers never write them. */
const longestId = 200;

/** Every handler of the group for a message: at least one delivery, so that nothing is skipped silently. */
function deliveriesOf(message: ReceivedMessage, group: string, reactions: readonly Reaction[]): Delivery[] {
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

/** For the group as a whole: the handlers it was meant for are unknown. */
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

/** The deliveries that can share a transaction, from `start` to the first that cannot. */
function eventsFrom(deliveries: readonly Delivery[], start: number): EventDelivery[] {
  const run: EventDelivery[] = [];
  for (let at = start; at < deliveries.length; at++) {
    const delivery = deliveries[at]!;
    if (delivery.replayed || !('event' in delivery.content) || delivery.content.reaction.long) break;
    run.push(delivery as EventDelivery);
  }
  return run;
}

/** Counts the messages whose deliveries are all among the first `done`. */
function doneMessages(messages: readonly ReceivedMessage[], deliveries: readonly Delivery[], done: number): number {
  const next = deliveries[done];
  return next ? messages.indexOf(next.message) : messages.length;
}

/** @returns how many of the run are done now; at least one unless stopping */
async function together(
  options: ConsumerOptions,
  run: readonly EventDelivery[],
  stopping: AbortSignal,
  attempt: number,
): Promise<number> {
  try {
    const { done, published } = await handleTogether(options, run, stopping, attempt);
    if (published) options.onPublished();
    return done;
  } catch (error) {
    if (!(error instanceof BatchFailed) || treatmentOf(error.cause) === 'again forever') throw error;
    // The deliveries before the failed one are sound and go first, which keeps the order. If it is unknown which one
    // failed, try halves.
    const sound = error.index ?? Math.floor(run.length / 2);
    if (sound > 0) {
      const done = await together(options, run.slice(0, sound), stopping, attempt + 1);
      if (done < sound || error.index === undefined || stopping.aborted) return done;
    }
    const failed = run[sound]!;
    const about = { group: options.group, handler: failed.handler, topic: failed.topic };
    options.observer.retrying({ ...about, attempt, error: error.cause, pauseMs: 0 });
    return sound + (await handleAlone(options, failed, stopping, attempt));
  }
}
