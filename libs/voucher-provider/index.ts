/**
 * The company that sells voucher codes, simulated: a code after so many milliseconds. Both designs ask it in the same way, and it
 * bounds both: ten calls at once that take 30 ms are 333 codes a second, on any machine. Codes that take no time are
 * the server's own, and nothing bounds them. A real provider would remember the request and give the same code again; here a
 * code that is not stored was never sold.
 */
import { randomInt } from 'node:crypto';
import pLimit from 'p-limit';
import { setTimeout as pause } from 'node:timers/promises';

/** Without letters and digits that are easily confused. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The number of concurrent calls that the provider serves per server; further calls wait. */
const calls = pLimit(10);

/** @param latencyMs how long the provider takes, waiting for a turn not included */
export async function askForCode(latencyMs: number): Promise<string> {
  if (latencyMs > 0) await calls(() => pause(latencyMs));
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
