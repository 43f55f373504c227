import type { Event, EventContract, EventData } from '#contracts';
import type { Database } from '#database';
import { LetGo } from '../errors.js';
import { isDone, type Receipt } from './inbox.js';
import type { Outcome } from '../observer.js';
import type { ReactionScope } from './reaction-scope.js';

/** What long work is given besides its event. */
export interface LongWork {
  /** Raised when the member must let go: end soon, by throwing or by finishing. */
  readonly stopping: AbortSignal;
  /** Publishes at once, in a transaction of its own: for news of the work itself, which stay true if it is done again. */
  readonly publishNow: <C extends EventContract>(contract: C, data: EventData<C>) => Promise<void>;
}

/** A reaction in two steps, for work that takes longer than a transaction may. */
export interface LongSteps<C extends EventContract, Prepared> {
  /**
   * The long work, outside of any transaction. It may be done more than once for one event, here or by another member of
   * the group (a process died, the group moved on), and even at the same time: what it leaves behind needs a name of
   * its own each time. Puts its own half-made work away when it throws.
   */
  readonly prepare: (event: Event<C>, work: LongWork) => Promise<Prepared>;
  /** Makes the prepared work count, in the transaction that also holds the inbox row: only once for an event. */
  readonly handle: (event: Event<C>, scope: ReactionScope, prepared: Prepared) => Promise<void>;
  /** Puts away prepared work that did not come to count, or of which something is left over. */
  readonly discard: (prepared: Prepared) => Promise<void>;
  /** Tells others that the event was given up, in the transaction of its dead letter. */
  readonly giveUp: (event: Event<C>, scope: ReactionScope, error: unknown) => Promise<void>;
}

/** The steps of one reaction, for a consumer that knows neither its event nor what it prepares. */
export interface LongReaction {
  readonly prepare: (event: Event, work: LongWork) => Promise<PreparedWork>;
  readonly giveUp: LongSteps<EventContract, never>['giveUp'];
}

export interface PreparedWork {
  readonly count: (scope: ReactionScope) => Promise<void>;
  readonly discard: () => Promise<void>;
}

/**
 * Prepares, then lets `commit` make it count. Nothing is prepared for an event that is known to be done.
 * @param commit opens the transaction and runs the handle it is given, if the event is still fresh there
 * @throws LetGo when the member had to stop: nobody is at fault, and the event comes again, here or elsewhere
 */
export async function inTwoSteps(
  database: Database,
  { event, long }: { event: Event; long: LongReaction },
  receipt: Receipt & { replayed: boolean },
  work: LongWork,
  commit: (handle: PreparedWork['count']) => Promise<Outcome>,
): Promise<Outcome> {
  if (await isDone(database, receipt)) return 'duplicate';
  let prepared: PreparedWork;
  try {
    prepared = await long.prepare(event, work);
  } catch (error) {
    if (work.stopping.aborted) throw new LetGo(error);
    throw error;
  }
  try {
    return await commit(prepared.count);
  } finally {
    await prepared.discard();
  }
}
