import type { Event, EventContract, EventData } from '#contracts';
import type { Transaction } from '#database';

/** What a handler may do: change its own database, and publish. Both happen together, once, or not at all. */
export interface ReactionScope {
  /** The transaction that also holds the inbox row. All effects go through it. */
  transaction: Transaction;
  /** Puts an event into the outbox of the same transaction. */
  publish: <C extends EventContract>(contract: C, data: EventData<C>) => void;
}

/** What a service does on an event. At-least-once on the wire, exactly one effect in the database. */
export interface Reaction<C extends EventContract = EventContract> {
  readonly on: C;
  /** Named in dead letters, metrics and spans. Renaming it makes old events count as new: don't. */
  readonly handler: string;
  readonly handle: (event: Event<C>, scope: ReactionScope) => Promise<void>;
}

export function reaction<C extends EventContract>(on: C, handler: string, handle: Reaction<C>['handle']): Reaction {
  return { on, handler, handle } as unknown as Reaction;
}
