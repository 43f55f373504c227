import { NotPossible, oneOf, type PartState } from '#runtime';
import { faults } from '../faults/catalog.js';
import type { Fault } from '../faults/fault.js';
import { allBrokers, linksOf } from '../faults/network/links.js';

/** One way to break one part. */
export interface Target {
  readonly fault: Fault;
  readonly part: string;
  /** For a fault between two parts: the other one. Default: all of the part's connections. */
  readonly to?: string;
  /** Parts that no other fault may affect while it is active. */
  readonly needs: readonly string[];
}

/** Services on the path of an order. Monitoring is excluded. */
const services = ['order', 'member', 'coupon', 'review', 'order-view'];

type Part = Pick<PartState, 'name' | 'kind'>;

export interface WhichTargets {
  /** Names of faults. Default: all that are possible here. */
  readonly wanted?: readonly string[] | undefined;
  /** Whether network faults are possible here: they need Toxiproxy. */
  readonly network: boolean;
}

/**
 * Everything that a campaign may do to the path of an order.
 * @throws NotPossible for an unknown fault, naming the nearest
 */
export function targetsOf(parts: readonly Part[], { wanted, network }: WhichTargets): Target[] {
  const names = faults.map(({ name }) => name);
  const possible = faults.filter(({ onLinks }) => network || !onLinks).map(({ name }) => name);
  const chosen = wanted?.map((name) => oneOf('fault', name, names)) ?? possible;
  const onTheWay = parts.filter(
    ({ name, kind }) => kind === 'broker' || kind === 'database' || services.includes(name),
  );
  const targets = faults
    .filter(({ name }) => chosen.includes(name))
    .flatMap((fault) =>
      fault.onLinks
        ? onTheWay.flatMap(({ name }) => onConnections(fault, name, parts))
        : onTheWay
            .filter(({ name, kind }) => canBeDone(fault, name, kind))
            .map(({ name }): Target => ({ fault, part: name, needs: namesOf(parts, fault.needs) })),
    );
  if (targets.length === 0) throw new NotPossible('None of these faults can be done to the parts of this stack.');
  return targets;
}

const namesOf = (parts: readonly Part[], wanted: PartState['kind'] | undefined): string[] =>
  parts.filter(({ kind }) => kind === wanted).map(({ name }) => name);

const canBeDone = (fault: Fault, part: string, kind: PartState['kind']): boolean =>
  (fault.kinds?.includes(kind) ?? true) && (fault.parts?.includes(part) ?? true);

/** All connections of a part, and of a service also those to all brokers, to one of them, and to the database. */
function onConnections(fault: Fault, part: string, parts: readonly Part[]): Target[] {
  const isService = services.includes(part);
  const ends = isService ? [allBrokers, ...namesOf(parts, 'broker'), ...namesOf(parts, 'database')] : [];
  return [undefined, ...ends].map((to): Target => {
    // The services that open the connections have to be told, so they must be able to respond.
    const needs = linksOf(parts, part, to)
      .map(({ from }) => from)
      .filter((from) => from !== part);
    return { fault, part, ...(to && { to }), needs };
  });
}
