import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './generate.js';

/** Whoever is told "an error" reads it before pressing again; whoever is told nothing presses at once. */
const readingMs = 500;

/** Asks again, as people do who get no answer, until there is one or `presses` were made. */
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
