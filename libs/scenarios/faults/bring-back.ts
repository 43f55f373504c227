import { waitFor } from '#runtime';
import type { FaultScope } from './fault.js';

const limitMs = 90_000;

/**
 * Turns off the switch of a service that exits by it. It may be down, or exit once more before the switch is off: then it is
 * started again.
 */
export async function bringBack(scope: FaultScope, part: string): Promise<void> {
  await waitFor({ what: `${part} to stay up`, limitMs }, async () => {
    await scope.driver.start(part);
    await scope.setSwitch(part);
    return true;
  });
}
