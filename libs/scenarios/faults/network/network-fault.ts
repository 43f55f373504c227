import { parts } from '#runtime';
import type { Fault } from '../fault.js';
import { linksAmong } from './links.js';
import { seenOnLinks, type LinkEvidence } from './seen-on-links.js';

/** A fault of the connections between parts. Its effect is data: the network is configured from the journal. */
export function networkFault({
  evidence,
  ...fault
}: Required<Pick<Fault, 'name' | 'describes' | 'onLinks'>> &
  Pick<Fault, 'parameters'> & { evidence: LinkEvidence }): Fault {
  return {
    ...fault,
    kinds: ['service', 'broker', 'database'],
    parts: [...new Set(linksAmong(parts).flatMap(({ from, to }) => [from, to]))],
    evidence: seenOnLinks(evidence),
    apply: (scope) => scope.putNetworkRight(),
    undo: (scope, part, { to }) => scope.putNetworkRight({ part, to }),
  };
}
