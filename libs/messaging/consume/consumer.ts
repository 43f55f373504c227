import type { ConsumeOptions, ReceivedMessage } from '../broker.js';
import { BatchFailed, handleTogether, receiptOf, type BatchOptions, type EventDelivery } from './batch.js';
import { deliveriesOf, type Delivery } from './delivery.js';
import { reasonOf, treatmentOf } from '../errors.js';
import { claim, claimReplay } from './inbox.js';
import { inTwoSteps, type LongWork } from './long-reaction.js';
import type { Log } from '../log.js';
import { orDeadLetter, type DeadLetterOptions } from './dead-letter.js';
import { withRetry, type Attempt, type RetryPolicy } from './retry.js';
import type { Outcome } from '../observer.js';
import { insertIntoOutbox, type OutboxValues } from '../publish/outbox.js';
import type { Reaction } from './reaction.js';
import { scopeOf, type ReactionScope } from './reaction-scope.js';
import { restFor } from '../rest.js';

export interface ConsumerOptions extends BatchOptions {
  reactions: readonly Reaction[];
  retry: RetryPolicy;
  log: Log;
  /** Told after a commit that put rows into the outbox. */
  onPublished: () => void;
}

/**
 * What happens to the messages a group receives. Events are handled together in one transaction as long as all goes
 * well. A message that fails is handled alone, tried again a few times, and becomes a dead letter if it does not pass:
 * its neighbours never suffer for it. An outage is thrown to the broker, which brings the messages again. A batch reaction may
 * ask for a rest.
 */
export function consumerLoop(loopOptions: ConsumerOptions): ConsumeOptions['onBatch'] {
  /** By performance.now(). */
  let restsUntil = 0;
  const options = { ...loopOptions, restUntil: (time: number) => void (restsUntil = time) };
  const { group, reactions } = options;
  return async (messages, stopping) => {
    // Before the next batch and not after the last one, so that what is done is committed at once.
    await restFor(restsUntil - performance.now(), stopping);
    const deadline = performance.now() + options.budgetMs;
    const deliveries = messages.flatMap((message) => deliveriesOf(message, group, reactions));
    let at = 0;
    // A message may have several handlers, so the first one is finished before the clock is looked at.
    while (at < deliveries.length && !stopping.aborted) {
      const now = performance.now();
      if (doneMessages(messages, deliveries, at) > 0 && (now > deadline || now < restsUntil)) break;
      const run = eventsFrom(deliveries, at);
      if (run.length > 0) at += await together(options, run, stopping, 1);
      else at += await alone(options, deliveries[at]!, stopping);
    }
    return doneMessages(messages, deliveries, at);
  };
}

/** The deliveries that can share a transaction, from `start` up to the first that cannot. */
function eventsFrom(deliveries: readonly Delivery[], start: number): EventDelivery[] {
  const run: EventDelivery[] = [];
  for (let at = start; at < deliveries.length; at++) {
    const delivery = deliveries[at]!;
    if (delivery.replayed || !('event' in delivery.content) || delivery.content.reaction.long) break;
    run.push(delivery as EventDelivery);
  }
  return run;
}

/** Messages all of whose deliveries are among the first `done`. */
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
    if (!(error instanceof BatchFailed) || treatmentOf(error.cause) === 'again for ever') throw error;
    // What came before the one that failed is sound, and goes first: order is kept. When it is not known which one it was,
    // halves are tried.
    const sound = error.index ?? Math.floor(run.length / 2);
    if (sound > 0) {
      const done = await together(options, run.slice(0, sound), stopping, attempt + 1);
      if (done < sound || error.index === undefined || stopping.aborted) return done;
    }
    const failed = run[sound]!;
    const about = { group: options.group, handler: failed.handler, topic: failed.topic };
    options.observer.retrying({ ...about, attempt, error: error.cause, pauseMs: 0 });
    return sound + (await alone(options, failed, stopping, attempt));
  }
}

/**
 * @param triesBefore attempts already made among others, so that attempts are numbered through
 * @returns 1 when the delivery is done, 0 when stopping came first
 */
async function alone(
  options: ConsumerOptions,
  delivery: Delivery,
  stopping: AbortSignal,
  triesBefore = 0,
): Promise<0 | 1> {
  const { group, observer, log } = options;
  const { message, handler, topic } = delivery;
  const deadLetters: DeadLetterOptions = {
    group,
    source: options.source,
    database: options.database,
    observer,
    onDeadLetter: (_, error) => {
      const reason = reasonOf(error);
      observer.deadLettered({ group, handler, topic, reason });
      log.warn({ handler, topic, partition: message.partition, offset: message.offset, reason }, 'a dead letter');
      options.onPublished();
    },
  };
  const about = { group, clientId: options.clientId, handler, message };
  const attemptOnce = (attempt: Attempt) =>
    observer.processing({ ...about, attempt: attempt.number + triesBefore }, () =>
      orDeadLetter(deadLetters, delivery, attempt, () => handleAlone(options, delivery, stopping)),
    );
  const onRetry = (failed: { attempt: number; error: unknown; pauseMs: number }) =>
    observer.retrying({ group, handler, topic, ...failed, attempt: failed.attempt + triesBefore });
  try {
    await withRetry(options.retry, attemptOnce, onRetry, stopping);
    return 1;
  } catch (error) {
    if (stopping.aborted) return 0;
    throw error;
  }
}

/** One delivery in a transaction of its own; long work before it. */
async function handleAlone(options: ConsumerOptions, delivery: Delivery, stopping: AbortSignal): Promise<Outcome> {
  const { content, replayed } = delivery;
  if ('malformed' in content) throw content.malformed;
  const { event, reaction } = content;
  await options.beforeHandling?.(delivery.message);
  const commit = (handle: (scope: ReactionScope) => Promise<void>) =>
    commitAlone(options, { ...delivery, content }, handle);
  if (!reaction.long) return commit((scope) => reaction.handle(event, scope));
  const receipt = { handler: delivery.handler, eventId: event.id, replayed };
  const work: LongWork = {
    stopping,
    publishNow: async (contract, data) => {
      await options.database.transaction(async (transaction) => {
        const rows: OutboxValues[] = [];
        scopeOf(transaction, rows, options).publish(contract, data);
        await insertIntoOutbox(transaction, rows);
      });
      options.onPublished();
    },
  };
  return inTwoSteps(options.database, { event, long: reaction.long }, receipt, work, commit);
}

async function commitAlone(
  options: ConsumerOptions,
  delivery: EventDelivery,
  handle: (scope: ReactionScope) => Promise<void>,
): Promise<Outcome> {
  const receipt = receiptOf(delivery);
  const rows: OutboxValues[] = [];
  const outcome = await options.database.transaction(async (transaction): Promise<Outcome> => {
    const isFresh = delivery.replayed
      ? await claimReplay(transaction, receipt)
      : (await claim(transaction, [receipt])).size === 1;
    if (!isFresh) return 'duplicate';
    await handle(scopeOf(transaction, rows, options));
    await insertIntoOutbox(transaction, rows);
    if (delivery.replayed) await claimReplay(transaction, { handler: delivery.handler, eventId: delivery.position });
    return 'handled';
  });
  if (rows.length > 0 && outcome === 'handled') options.onPublished();
  return outcome;
}
