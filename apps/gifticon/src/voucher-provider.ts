import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** Without the letters and digits that are mistaken for each other. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * The company that sells voucher codes, simulated: a code after so many milliseconds. Both designs ask it in the same way.
 * A real one would remember `requestId` and give the same code again; here a code that is not stored was never sold.
 */
export async function askForCode(latencyMs: number): Promise<string> {
  if (latencyMs > 0) await pause(latencyMs);
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
