import type { LoadPlan } from '../load/plan.js';
import type { Stage } from '../engine/stage.js';
import type { LoadStream } from '../engine/design.js';
import { patience } from './burst.js';
import { rushOrigin } from './giveaway.js';

/**
 * A crowd of impatient members: they wait for nobody, press again when no answer comes, and then give up. They come through a
 * proxy, which has its connections open before they come, and keeps those whose member has gone: opening them in the rush would
 * cost this machine more than the presses themselves.
 */
export function crowdPlan(
  { driver }: Pick<Stage, 'driver'>,
  { name, requests, pattern, timeoutMs, connections }: LoadStream,
  which: Pick<LoadPlan, 'seed' | 'sku' | 'segments' | 'outcomesFile'>,
): LoadPlan {
  return {
    ...{ name, requests, pattern, timeoutMs, presses: patience.presses, origin: rushOrigin(driver) },
    ...{ connections, openBefore: connections, hangsUp: false },
    ...which,
    endsWithInput: true,
  };
}
