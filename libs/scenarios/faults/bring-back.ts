import { waitFor } from '#runtime';
import type { FaultScope } from './fault.js';

const limitMs = 90_000;

/**
 * Turns off the switch of a service that crashes because of it. The service may be down, or exit once more before the
 * switch is off: it is started again then.
 */
export async function bringBack(scope: FaultScope, part: string): Promise<void> {
  await waitFor({ what: `${part} to stay up`, limitMs }, async () => {
    await scope.driver.start(part);
    await scope.setSwitch(part);
    return true;
  });
}
