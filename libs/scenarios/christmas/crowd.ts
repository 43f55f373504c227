import type { LoadPlan } from '../load/plan.js';
import type { Stage } from '../perform.js';
import type { LoadStream } from '../scenario.js';
import { patience } from './burst.js';
import { rushOrigin } from './giveaway.js';

/** Members come through a proxy: it has connections open before they come, and keeps those whose member has gone. */
const asBehindAProxy = { openBefore: 1_024, hangsUp: false } as const;

/** A crowd of impatient members: they wait for nobody, press again when no answer comes, and then give up. */
export function crowdPlan(
  { driver }: Pick<Stage, 'driver'>,
  { name, requests, pattern, timeoutMs, connections }: LoadStream,
  which: Pick<LoadPlan, 'seed' | 'sku' | 'segments' | 'outcomesFile'>,
): LoadPlan {
  return {
    ...{ name, requests, pattern, timeoutMs, connections, presses: patience.presses, origin: rushOrigin(driver) },
    ...asBehindAProxy,
    ...which,
    endsWithInput: true,
  };
}
