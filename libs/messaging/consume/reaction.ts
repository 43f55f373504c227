import { isEventOf, type Event, type EventContract } from '#contracts';
import type { LongReaction, LongSteps } from './long-reaction.js';
import type { ReactionScope } from './reaction-scope.js';

/** A batch reaction that goes at a speed of its own says how long its group does nothing from the batch's beginning on. */
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
  return { on, handler, handle: (event, scope) => handle(its(on, event), scope) };
}

/**
 * A reaction for crowds: many events, one call, so that a handful of statements does for all of them. When the call fails,
 * smaller and smaller groups are tried, down to a single event: the one at fault is found, and its neighbours go on.
 */
export function batchReaction<C extends EventContract>(on: C, handler: string, handleAll: HandleAll<C>): Reaction {
  const all: HandleAll<EventContract> = (events, scope) =>
    handleAll(
      events.map((event) => its(on, event)),
      scope,
    );
  return {
    ...{ on, handler, handleAll: all },
    handle: async (event, { transaction, publish }) => void (await all([{ ...event, publish }], { transaction })),
  };
}

/** As reaction(), for long work: its effect happens exactly once all the same, and the member keeps its seat meanwhile. */
export function longReaction<C extends EventContract, Prepared>(
  on: C,
  handler: string,
  steps: LongSteps<C, Prepared>,
): Reaction {
  const long: LongReaction = {
    async prepare(given, work) {
      const event = its(on, given);
      const prepared = await steps.prepare(event, work);
      return {
        count: (scope) => steps.handle(event, scope, prepared),
        discard: () => steps.discard(prepared),
      };
    },
    giveUp: (event, scope, error) => steps.giveUp(its(on, event), scope, error),
  };
  return { on, handler, handle: () => Promise.reject(new Error(`${handler} must be prepared first`)), long };
}

function its<C extends EventContract, E extends Event>(on: C, event: E): E & Event<C> {
  if (!isEventOf(on, event)) throw new Error(`a reaction on ${on.type} was given ${event.type}`);
  return event;
}
