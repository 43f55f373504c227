import type { EventContract, EventData } from '#contracts';
import type { Transaction } from '#database';
import type { MessagingObserver } from '../observer.js';
import { outboxValues, type OutboxValues } from '../publish/outbox.js';

/** What a handler may do: change its own database, and publish. Both happen together, once, or not at all. */
export interface ReactionScope {
  /** The transaction that also holds the inbox row. All effects go through it. */
  transaction: Transaction;
  /** Puts an event into the outbox of the same transaction, in the trace of the work going on now unless told otherwise. */
  publish: <C extends EventContract>(contract: C, data: EventData<C>, traceparent?: string) => void;
}

/** Gathers what a handler publishes; whoever opened the transaction writes the rows before it commits. */
export function scopeOf(
  transaction: Transaction,
  rows: OutboxValues[],
  { source, observer }: { source: string; observer: MessagingObserver },
): ReactionScope {
  return {
    transaction,
    publish: (contract, data, traceparent = observer.currentTraceparent()) => {
      rows.push(outboxValues(contract, data, { source, traceparent }));
    },
  };
}

/** publish() that stays in the trace of the work going on now, also when it is called later, from outside of it. */
export function inTrace(scope: ReactionScope, observer: MessagingObserver): ReactionScope['publish'] {
  const now = observer.currentTraceparent();
  return (contract, data, traceparent = now) => scope.publish(contract, data, traceparent);
}
