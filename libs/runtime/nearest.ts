import { distance } from 'fastest-levenshtein';
import { NotPossible } from './not-possible.js';

/** The valid name that takes the fewest keystrokes to reach; '' when there is none at all. */
export function nearest(given: string, valid: readonly string[]): string {
  let best = '';
  let fewest = Infinity;
  for (const name of valid) {
    const keystrokes = distance(given, name);
    if (keystrokes < fewest) [best, fewest] = [name, keystrokes];
  }
  return best;
}

/**
 * Returns the name when it is valid.
 * @param what `part`, `scenario`, `fault`: how the sentence calls it
 * @throws NotPossible naming the nearest valid name and all the others
 */
export function oneOf<Name extends string>(what: string, given: string, valid: readonly Name[]): Name {
  if ((valid as readonly string[]).includes(given)) return given as Name;
  throw new NotPossible(
    `There is no ${what} '${given}'; the nearest is '${nearest(given, valid)}' (there are ${valid.join(', ')}).`,
  );
}
