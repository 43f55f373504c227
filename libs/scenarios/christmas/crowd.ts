import type { LoadPlan } from '../load/plan.js';
import type { Stage } from '../perform.js';
import type { LoadStream } from '../scenario.js';
import { patience } from './burst.js';
import { rushOrigin } from './giveaway.js';

/**
 * Members come through a proxy: it has its connections open before they come, and keeps those whose member has gone. Opening them
 * in the rush would cost this machine more than the presses themselves.
 */
const asBehindAProxy = (connections: number) => ({ connections, openBefore: connections, hangsUp: false });

/** A crowd of impatient members: they wait for nobody, press again when no answer comes, and then give up. */
export function crowdPlan(
  { driver }: Pick<Stage, 'driver'>,
  { name, requests, pattern, timeoutMs, connections }: LoadStream,
  which: Pick<LoadPlan, 'seed' | 'sku' | 'segments' | 'outcomesFile'>,
): LoadPlan {
  return {
    ...{ name, requests, pattern, timeoutMs, presses: patience.presses, origin: rushOrigin(driver) },
    ...asBehindAProxy(connections),
    ...which,
    endsWithInput: true,
  };
}
