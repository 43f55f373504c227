import type { Database, Transaction } from '#database';
import { claim, receiptKey, unclaim } from './inbox.js';
import type { MessagingObserver, Outcome } from '../observer.js';
import { insertIntoOutbox, type OutboxValues } from '../publish/outbox.js';
import { inTrace, scopeOf, type ReactionScope, type EventOfBatch, type Reaction, type Delivery } from './reaction.js';

/** A delivery whose message is an event with a reaction. */
export type EventDelivery = Delivery & { content: Extract<Delivery['content'], { event: unknown }> };

export interface BatchOptions {
  group: string;
  clientId: string;
  source: string;
  database: Database;
  observer: MessagingObserver;
  beforeHandling?: (message: Delivery['message']) => Promise<void>;
  /** The transaction is committed after this much time, with what was done by then. */
  budgetMs: number;
  /** Called after a commit of a rate-limited batch reaction: pause until this time, by performance.now(). */
  restUntil?: (time: number) => void;
}

/** The batch was rolled back because of the delivery at `index` (undefined if no particular one). */
export class BatchFailed extends Error {
  constructor(
    readonly index: number | undefined,
    cause: unknown,
  ) {
    super('the batch was rolled back', { cause });
    this.name = 'BatchFailed';
  }
}

/**
 * Handles deliveries in order in ONE transaction: all receipts with one statement, each fresh event's handler in the
 * context of its own trace (those of a batch reaction together), all publications with one statement. All or nothing,
 * and only an optimisation: the result is the same as with one transaction each.
 * @returns how many deliveries, from the first on, are done, and whether something was published
 * @throws BatchFailed, with nothing changed
 */
export async function handleTogether(
  options: BatchOptions,
  deliveries: readonly EventDelivery[],
  stopping: AbortSignal,
  attempt: number,
): Promise<{ done: number; published: boolean }> {
  const { database, observer, group, clientId } = options;
  const committed = Promise.withResolvers<boolean>();
  const begun = performance.now();
  let restMs = 0;
  let index = 0;
  let handling = false;

  const work = async (transaction: Transaction) => {
    const deadline = begun + options.budgetMs;
    const fresh = await claim(transaction, deliveries.map(receiptOf));
    const rows: OutboxValues[] = [];
    let gathered: { reaction: Reaction; events: EventOfBatch[] } | undefined;
    const handleGathered = async () => {
      if (!gathered) return;
      const { reaction, events } = gathered;
      gathered = undefined;
      // If this fails, it is unknown which of them was at fault.
      const wasHandling = handling;
      handling = false;
      restMs += (await reaction.handleAll?.(events, { transaction }))?.restMs ?? 0;
      handling = wasHandling;
    };
    const gather = (reaction: Reaction, event: EventOfBatch) => {
      gathered ??= { reaction, events: [] };
      gathered.events.push(event);
    };
    handling = true;
    for (const delivery of deliveries) {
      if (index > 0 && (stopping.aborted || performance.now() > deadline)) break;
      if (gathered?.reaction !== delivery.content.reaction) await handleGathered();
      await handle(
        delivery,
        fresh.delete(receiptKey(receiptOf(delivery))),
        scopeOf(transaction, rows, options),
        gather,
      );
      index++;
    }
    handling = false;
    await handleGathered();
    await unclaim(
      transaction,
      deliveries
        .slice(index)
        .map(receiptOf)
        .filter((receipt) => fresh.has(receiptKey(receipt))),
    );
    await insertIntoOutbox(transaction, rows);
    return { done: index, published: rows.length > 0 };
  };

  /**
   * Resolves when the handler has done its part. Its span ends with the transaction, because only then is the outcome
   * of the message known.
   */
  const handle = (
    delivery: EventDelivery,
    isFresh: boolean,
    scope: ReactionScope,
    gather: (reaction: Reaction, event: EventOfBatch) => void,
  ) =>
    new Promise<void>((resolve, reject) => {
      const { message, handler, content } = delivery;
      const { reaction, event } = content;
      const about = { group, clientId, handler, message, attempt };
      const inContext = async (): Promise<Outcome> => {
        if (isFresh) {
          await options.beforeHandling?.(message);
          if (reaction.handleAll) gather(reaction, { ...event, publish: inTrace(scope, observer) });
          else await reaction.handle(event, scope);
        }
        resolve();
        if (!(await committed.promise)) return 'rolled-back';
        return isFresh ? 'handled' : 'duplicate';
      };
      observer.processing(about, inContext).catch(reject);
    });

  try {
    const result = await database.transaction(work);
    committed.resolve(true);
    if (restMs > 0) options.restUntil?.(begun + restMs);
    return result;
  } catch (error) {
    committed.resolve(false);
    throw new BatchFailed(handling ? index : undefined, error);
  }
}

export const receiptOf = ({ handler, content }: EventDelivery) => ({ handler, eventId: content.event.id });
