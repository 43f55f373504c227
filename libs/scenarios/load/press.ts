import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './generate.js';

/** A user reads an error message before trying again, but retries immediately if there is none. */
const readingMs = 500;

/** Retries, as users without an answer do, until there is one or the number of `presses` is reached. */
export async function pressUntilAnswered(send: () => Promise<Answer>, presses: number): Promise<Answer> {
  let surelyNotStored = true;
  for (let press = 1; ; press++) {
    const { surelyNotStored: notThisTime = false, ...answer } = await send();
    surelyNotStored &&= notThisTime;
    const isAnswered = answer.ending === 'accepted' || answer.ending === 'refused';
    if (isAnswered || press >= presses) {
      return { ...answer, ...(press > 1 && { presses: press }), ...(surelyNotStored && { surelyNotStored: true }) };
    }
    if (answer.ending !== 'timed-out') await pause(readingMs);
  }
}
