import type { Event, EventContract } from '#contracts';
import type { Database } from '#database';
import { LetGo } from '../errors.js';
import { isDone, type Receipt } from './inbox.js';
import type { Outcome } from '../observer.js';
import {
  asEventOf,
  type LongReaction,
  type LongWork,
  type PreparedWork,
  type Reaction,
  type ReactionScope,
} from './reaction.js';

/** A reaction in two steps, for work that takes longer than a transaction may. */
export interface LongSteps<C extends EventContract, Prepared> {
  /**
   * The long work, outside of any transaction. May run more than once for one event, here or on another member of the
   * group (a process died, the group rebalanced), even concurrently: give its output a unique name each time. Cleans up
   * partial output before it throws.
   */
  readonly prepare: (event: Event<C>, work: LongWork) => Promise<Prepared>;
  /** Puts the prepared work into effect, in the transaction that also holds the inbox row: only once per event. */
  readonly handle: (event: Event<C>, scope: ReactionScope, prepared: Prepared) => Promise<void>;
  /** Deletes prepared work that did not take effect, or what is left over of it. */
  readonly discard: (prepared: Prepared) => Promise<void>;
  /** Publishes that the event was given up, in the transaction of its dead letter. */
  readonly giveUp: (event: Event<C>, scope: ReactionScope, error: unknown) => Promise<void>;
}

/** Like reaction(), for long work: it still has exactly one effect, and the member keeps its seat meanwhile. */
export function longReaction<C extends EventContract, Prepared>(
  on: C,
  handler: string,
  steps: LongSteps<C, Prepared>,
): Reaction {
  const long: LongReaction = {
    async prepare(given, work) {
      const event = asEventOf(on, given);
      const prepared = await steps.prepare(event, work);
      return {
        count: (scope) => steps.handle(event, scope, prepared),
        discard: () => steps.discard(prepared),
      };
    },
    giveUp: (event, scope, error) => steps.giveUp(asEventOf(on, event), scope, error),
  };
  return { on, handler, handle: () => Promise.reject(new Error(`${handler} must be prepared first`)), long };
}

/**
 * Prepares, then lets `commit` put it into effect. Prepares nothing for an event that is already done.
 * @param commit opens the transaction and runs the handle it is given, if the event is still fresh there
 * @throws LetGo if the member had to stop: not a failure; the event is redelivered, here or elsewhere
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
