import { keyOf } from '../load/plan.js';
import type { Outcome } from '../load/outcome.js';
import type { Told } from './checker/facts.js';

/**
 * What each client of a load of keyed orders was told. Requests that were never sent are left out.
 * @param load the name of the load, which is the prefix of its keys
 */
export function toldOf(load: string, outcomes: readonly Outcome[]): Told[] {
  return outcomes
    .filter(({ ending }) => ending !== 'not-sent')
    .map((outcome) => ({
      key: keyOf(load, outcome.n),
      said: saidIn(outcome),
      orderId: outcome.ending === 'accepted' ? outcome.id : null,
    }));
}

function saidIn({ ending, surelyNotStored }: Outcome): Told['said'] {
  if (ending === 'accepted') return 'yes';
  return ending === 'refused' || surelyNotStored ? 'no' : 'unknown';
}
