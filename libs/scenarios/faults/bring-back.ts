import { waitFor } from '#runtime';
import type { FaultScope } from './fault.js';

const limitMs = 90_000;

/**
 * Turns off the switch of a service that ends itself. It may be down, or end once more just when it is told not to: then it is
 * started, and told again.
 */
export async function bringBack(scope: FaultScope, part: string): Promise<void> {
  await waitFor({ what: `${part} to stay up`, limitMs }, async () => {
    await scope.driver.start(part);
    await scope.setSwitch(part);
    return true;
  });
}
