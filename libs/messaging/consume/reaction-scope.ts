import type { Transaction } from '#database';
import type { MessagingObserver } from '../observer.js';
import { outboxValues, type OutboxValues } from '../publish/outbox.js';
import type { ReactionScope } from './reaction.js';

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
