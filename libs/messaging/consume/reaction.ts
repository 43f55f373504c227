import { isEventOf, type MalformedEvent, type Event, type EventContract, type EventData } from '#contracts';
import type { Transaction } from '#database';
import type { ReceivedMessage } from '../broker.js';
import type { MessagingObserver } from '../observer.js';
import { outboxValues, type OutboxValues } from '../publish/outbox.js';

/** What a handler may do: change its own database, and publish. Both happen together, once, or not at all. */
export interface ReactionScope {
  /** The transaction that also holds the inbox row. All effects go through it. */
  transaction: Transaction;
  /**
   * Puts an event into the outbox of the same transaction, in the current trace unless another traceparent is given.
   */
  publish: <C extends EventContract>(contract: C, data: EventData<C>, traceparent?: string) => void;
}

/** A rate-limited batch reaction returns how long its group pauses, counted from the start of the batch. */
export interface Rest {
  restMs: number;
}

/** One of several events handled together. Its own `publish` keeps the published event in this event's trace. */
export type EventOfBatch<C extends EventContract = EventContract> = Event<C> & Pick<ReactionScope, 'publish'>;

type Handle<C extends EventContract> = (event: Event<C>, scope: ReactionScope) => Promise<void>;
type HandleAll<C extends EventContract> = (
  events: readonly EventOfBatch<C>[],
  scope: Pick<ReactionScope, 'transaction'>,
) => Promise<Rest | void>;

/** What long work receives besides its event. */
export interface LongWork {
  /** Aborted when the member must stop: end soon, by throwing or by finishing. */
  readonly stopping: AbortSignal;
  /** Publishes immediately, in its own transaction: for progress reports, which stay true if the work is repeated. */
  readonly publishNow: <C extends EventContract>(contract: C, data: EventData<C>) => Promise<void>;
}

/** Long work as the consumer sees it, without the types of the event or of what is prepared: see longReaction. */
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
  /** The name in dead letters, metrics and spans. Renaming it makes old events count as new: don't. */
  readonly handler: string;
  /** @throws when given an event of a contract other than `on`; so do those below */
  readonly handle: Handle<EventContract>;
  /** If set, fresh events that arrive together are handled in one call, in order and without duplicates. */
  readonly handleAll?: HandleAll<EventContract>;
  /** If set, used instead of `handle`: see longReaction. */
  readonly long?: LongReaction;
}

export function reaction<C extends EventContract>(on: C, handler: string, handle: Handle<C>): Reaction {
  return { on, handler, handle: (event, scope) => handle(asEventOf(on, event), scope) };
}

/**
 * A reaction for high volume: many events per call, so that a handful of statements covers all of them. If the call
 * fails, smaller and smaller groups are tried, down to a single event, which isolates the one at fault.
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

/** Collects what a handler publishes; the owner of the transaction writes the rows before it commits. */
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

/** publish() bound to the current trace, even when called later from outside of it. */
export function inTrace(scope: ReactionScope, observer: MessagingObserver): ReactionScope['publish'] {
  const now = observer.currentTraceparent();
  return (contract, data, traceparent = now) => scope.publish(contract, data, traceparent);
}

/** One message on its way to one handler. */
export interface Delivery {
  message: ReceivedMessage;
  /** The topic the event was published on, even if it arrives from the group's replay topic. */
  topic: string;
  handler: string;
  /** True for a replayed dead letter. */
  replayed: boolean;
  /** Identifies the message permanently: the id of a message without a usable one. */
  position: string;
  content: { event: Event; reaction: Reaction } | { malformed: MalformedEvent };
}

/** The id used for a message without a usable one. */
export const positionOf = ({ topic, partition, offset }: ReceivedMessage): string => `${topic}/${partition}/${offset}`;
