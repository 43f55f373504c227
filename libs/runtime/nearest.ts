import { distance } from 'fastest-levenshtein';
import { NotPossible } from './not-possible.js';

/** The valid name with the smallest edit distance; '' if there are none at all. */
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
 * Returns the name if it is valid.
 * @param what `part`, `scenario`, `fault`: the word for it in the sentence
 * @throws NotPossible naming the nearest valid name and all the others
 */
export function oneOf<Name extends string>(what: string, given: string, valid: readonly Name[]): Name {
  if ((valid as readonly string[]).includes(given)) return given as Name;
  throw new NotPossible(
    `There is no ${what} '${given}'; the nearest is '${nearest(given, valid)}' (known: ${valid.join(', ')}).`,
  );
}
