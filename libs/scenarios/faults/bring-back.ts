import { waitFor } from '#runtime';
import type { FaultScope } from './fault.js';

const limitMs = 90_000;

/**
 * Repeats the work until the part is up. A part that has just suffered from a fault may exit once more: as it was started
 * while the fault was active, or because the rest of its old processes is in the way.
 */
export async function untilUp(part: string, work: () => Promise<void>): Promise<void> {
  await waitFor({ what: `${part} to stay up`, limitMs }, async () => {
    // The driver calls that impossible (NotPossible), which would end the wait.
    await work().catch((error: Error) => {
      throw new Error(error.message, { cause: error });
    });
    return true;
  });
}

/** Turns off the switch of a service that crashes because of it. */
export const bringBack = (scope: FaultScope, part: string): Promise<void> =>
  untilUp(part, async () => {
    await scope.driver.start(part);
    await scope.setSwitch(part);
  });
