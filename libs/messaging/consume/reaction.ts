import type { Event, EventContract } from '#contracts';
import type { LongSteps } from './long-reaction.js';
import type { ReactionScope } from './reaction-scope.js';

/** A batch reaction that goes at a speed of its own says how long its group does nothing from the batch's beginning on. */
export interface Rest {
  restMs: number;
}

/** One of several events that are handled together. What is published with its own `publish` stays in its own trace. */
export type EventOfBatch<C extends EventContract = EventContract> = Event<C> & Pick<ReactionScope, 'publish'>;

/** What a service does on an event. At-least-once on the wire, exactly one effect in the database. */
export interface Reaction<C extends EventContract = EventContract> {
  readonly on: C;
  /** Named in dead letters, metrics and spans. Renaming it makes old events count as new: don't. */
  readonly handler: string;
  readonly handle: (event: Event<C>, scope: ReactionScope) => Promise<void>;
  /** Given, fresh events that lie there together are handed over together, in order, none of them twice. */
  readonly handleAll?: (
    events: readonly EventOfBatch<C>[],
    scope: Pick<ReactionScope, 'transaction'>,
  ) => Promise<Rest | void>;
  /** Given, it takes the place of `handle`: see longReaction. */
  readonly long?: LongSteps<C, unknown>;
}

export function reaction<C extends EventContract>(on: C, handler: string, handle: Reaction<C>['handle']): Reaction {
  return { on, handler, handle } as unknown as Reaction;
}

/**
 * A reaction for crowds: many events, one call, so that a handful of statements does for all of them. When the call fails,
 * smaller and smaller groups are tried, down to a single event: the one at fault is found, and its neighbours go on.
 */
export function batchReaction<C extends EventContract>(
  on: C,
  handler: string,
  handleAll: NonNullable<Reaction<C>['handleAll']>,
): Reaction {
  const handle: Reaction<C>['handle'] = async (event, { transaction, publish }) => {
    await handleAll([{ ...event, publish }], { transaction });
  };
  return { on, handler, handle, handleAll } as unknown as Reaction;
}

/** As reaction(), for long work: its effect happens exactly once all the same, and the member keeps its seat meanwhile. */
export function longReaction<C extends EventContract, Prepared>(
  on: C,
  handler: string,
  long: LongSteps<C, Prepared>,
): Reaction {
  const handle = () => Promise.reject(new Error(`${handler} must be prepared first`));
  return { on, handler, handle, long } as unknown as Reaction;
}
