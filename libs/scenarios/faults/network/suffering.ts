import type { ActiveFault, PartState } from '#runtime';
import type { Fault } from '../fault.js';
import { givenParameters } from '../parameters.js';
import { linksOf, type Link } from './links.js';
import type { Toxic } from './toxiproxy.js';

/** A connection with active faults, and the sum of their effects. */
export interface Suffering {
  readonly link: Link;
  /** Named after the fault that adds them, with a unique name per fault in the journal. */
  readonly toxics: readonly (Toxic & { readonly name: string })[];
  readonly refuses: boolean;
  readonly onceMoved: boolean;
}

export const isSame = (one: Link, other: Link): boolean => one.from === other.from && one.to === other.to;

/** Every connection with a fault in the journal. */
export function sufferingOf(
  faults: readonly Fault[],
  active: readonly ActiveFault[],
  parts: readonly PartState[],
): Suffering[] {
  const all = active.flatMap((one) => {
    const fault = faults.find(({ name, onLinks }) => name === one.fault && onLinks);
    return fault ? linksOrNone(parts, one).map((link) => troubleOf(fault, one, link)) : [];
  });
  return all
    .filter(({ link }, index) => all.findIndex((one) => isSame(one.link, link)) === index)
    .map(({ link }) => all.filter((one) => isSame(one.link, link)).reduce(both));
}

function troubleOf(fault: Fault, { part, to, with: written }: ActiveFault, link: Link): Suffering {
  const { toxics = () => [], refuses = false, onceMoved = false } = fault.onLinks ?? {};
  const wanted = toxics(givenParameters(fault, written).amounts);
  const name = [fault.name, part, to ?? 'all'].join('.');
  return { link, toxics: wanted.map((toxic) => ({ ...toxic, name: `${name}.${toxic.stream}` })), refuses, onceMoved };
}

const both = (one: Suffering, other: Suffering): Suffering => ({
  link: one.link,
  toxics: [...one.toxics, ...other.toxics],
  refuses: one.refuses || other.refuses,
  onceMoved: one.onceMoved || other.onceMoved,
});

/** None if this stack does not have these parts: the journal may be from another one. */
export function linksOrNone(parts: readonly PartState[], { part, to }: Pick<ActiveFault, 'part' | 'to'>): Link[] {
  try {
    return linksOf(parts, part, to);
  } catch {
    return [];
  }
}
