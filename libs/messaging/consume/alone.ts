import { reasonOf } from '../errors.js';
import type { Log } from '../log.js';
import type { Outcome } from '../observer.js';
import { insertIntoOutbox, type OutboxValues } from '../publish/outbox.js';
import { receiptOf, type BatchOptions, type EventDelivery } from './batch.js';
import { orDeadLetter, type DeadLetterOptions } from './dead-letter.js';
import { claim, claimReplay } from './inbox.js';
import { inTwoSteps } from './long-reaction.js';
import { scopeOf, type Delivery, type LongWork, type Reaction, type ReactionScope } from './reaction.js';
import { withRetry, type Attempt, type RetryPolicy } from './retry.js';

export interface ConsumerOptions extends BatchOptions {
  reactions: readonly Reaction[];
  retry: RetryPolicy;
  log: Log;
  /** Called after a commit that put rows into the outbox. */
  onPublished: () => void;
}

/**
 * Handles one message apart from its neighbours: because it failed among them, is a replayed dead letter, is no event,
 * or takes long. It is tried a few times, and becomes a dead letter if it keeps failing.
 * @param triesBefore attempts already made among others, so that attempts are numbered consecutively
 * @returns 1 when the delivery is done, 0 if it was stopped first
 */
export async function handleAlone(
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
      orDeadLetter(deadLetters, delivery, attempt, () => work(options, delivery, stopping)),
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

/** One delivery in its own transaction; long work before it. */
async function work(options: ConsumerOptions, delivery: Delivery, stopping: AbortSignal): Promise<Outcome> {
  const { content, replayed } = delivery;
  if ('malformed' in content) throw content.malformed;
  const { event, reaction } = content;
  await options.beforeHandling?.(delivery.message);
  const commit = (handle: (scope: ReactionScope) => Promise<void>) =>
    commitAlone(options, { ...delivery, content }, handle);
  if (!reaction.long) return commit((scope) => reaction.handle(event, scope));
  const receipt = { handler: delivery.handler, eventId: event.id, replayed };
  const longWork: LongWork = {
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
  return inTwoSteps(options.database, { event, long: reaction.long }, receipt, longWork, commit);
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
