import { isEventOf, type MalformedEvent, type Event, type EventContract, type EventData } from '#contracts';
import type { Transaction } from '#database';
import type { ReceivedMessage } from '../broker.js';
import type { MessagingObserver } from '../observer.js';
import { outboxValues, type OutboxValues } from '../publish/outbox.js';

/** What a handler may do: change its own database, and publish. Both happen together, once, or not at all. */
export interface ReactionScope {
  /** The transaction that also holds the inbox row. All effects go through it. */
  transaction: Transaction;
  /** Puts an event into the outbox of the same transaction, in the trace of the work going on now unless told otherwise. */
  publish: <C extends EventContract>(contract: C, data: EventData<C>, traceparent?: string) => void;
}

/** A rate-limited batch reaction returns how long its group pauses, counted from the start of the batch. */
export interface Rest {
  restMs: number;
}

/** One of several events that are handled together. What is published with its own `publish` stays in its own trace. */
export type EventOfBatch<C extends EventContract = EventContract> = Event<C> & Pick<ReactionScope, 'publish'>;

type Handle<C extends EventContract> = (event: Event<C>, scope: ReactionScope) => Promise<void>;
type HandleAll<C extends EventContract> = (
  events: readonly EventOfBatch<C>[],
  scope: Pick<ReactionScope, 'transaction'>,
) => Promise<Rest | void>;

/** What long work is given besides its event. */
export interface LongWork {
  /** Raised when the member must let go: end soon, by throwing or by finishing. */
  readonly stopping: AbortSignal;
  /** Publishes at once, in a transaction of its own: for news of the work itself, which stay true if it is done again. */
  readonly publishNow: <C extends EventContract>(contract: C, data: EventData<C>) => Promise<void>;
}

/** Long work for a consumer that knows neither the event nor what is prepared: see longReaction. */
export interface LongReaction {
  readonly prepare: (event: Event, work: LongWork) => Promise<PreparedWork>;
  readonly giveUp: (event: Event, scope: ReactionScope, error: unknown) => Promise<void>;
}

export interface PreparedWork {
  readonly count: (scope: ReactionScope) => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** What a service does on an event. At-least-once on the wire, exactly one effect in the database. */
export interface Reaction {
  readonly on: EventContract;
  /** Named in dead letters, metrics and spans. Renaming it makes old events count as new: don't. */
  readonly handler: string;
  /** @throws when it is given an event of another contract than `on`; so do those below */
  readonly handle: Handle<EventContract>;
  /** Given, fresh events that lie there together are handed over together, in order, none of them twice. */
  readonly handleAll?: HandleAll<EventContract>;
  /** Given, it takes the place of `handle`: see longReaction. */
  readonly long?: LongReaction;
}

export function reaction<C extends EventContract>(on: C, handler: string, handle: Handle<C>): Reaction {
  return { on, handler, handle: (event, scope) => handle(asEventOf(on, event), scope) };
}

/**
 * A reaction for crowds: many events, one call, so that a handful of statements does for all of them. When the call fails,
 * smaller and smaller groups are tried, down to a single event: the one at fault is found, and its neighbours go on.
 */
export function batchReaction<C extends EventContract>(on: C, handler: string, handleAll: HandleAll<C>): Reaction {
  const all: HandleAll<EventContract> = (events, scope) =>
    handleAll(
      events.map((event) => asEventOf(on, event)),
      scope,
    );
  return {
    ...{ on, handler, handleAll: all },
    handle: async (event, { transaction, publish }) => void (await all([{ ...event, publish }], { transaction })),
  };
}

/** @throws when the event is one of another contract */
export function asEventOf<C extends EventContract, E extends Event>(on: C, event: E): E & Event<C> {
  if (!isEventOf(on, event)) throw new Error(`a reaction on ${on.type} was given ${event.type}`);
  return event;
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

/** What a message without a usable id is known by. */
export const positionOf = ({ topic, partition, offset }: ReceivedMessage): string => `${topic}/${partition}/${offset}`;
