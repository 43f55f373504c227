import { NotPossible, oneOf, type PartState } from '#runtime';
import { faults } from '../faults/catalog.js';
import type { Fault } from '../faults/fault.js';

/** One way to break one part. */
export interface Target {
  readonly fault: Fault;
  readonly part: string;
  /** Parts that no other fault may affect while it is active. */
  readonly needs: readonly string[];
}

/** Services on the path of an order. Monitoring is excluded. */
const services = ['order', 'member', 'coupon', 'review', 'order-view'];

/**
 * Everything that a campaign may do to the path of an order.
 * @param wanted names of faults. Default: all except network faults
 * @throws NotPossible for an unknown fault, naming the nearest
 */
export function targetsOf(parts: readonly Pick<PartState, 'name' | 'kind'>[], wanted?: readonly string[]): Target[] {
  const names = faults.map(({ name }) => name);
  // Network faults need Toxiproxy, which not every machine has: they are drawn only if named.
  const usual = faults.filter(({ onLinks }) => !onLinks).map(({ name }) => name);
  const chosen = wanted?.map((name) => oneOf('fault', name, names)) ?? usual;
  const onTheWay = parts.filter(
    ({ name, kind }) => kind === 'broker' || kind === 'database' || services.includes(name),
  );
  const namesOf = (wantedKind: PartState['kind'] | undefined) =>
    parts.filter(({ kind }) => kind === wantedKind).map(({ name }) => name);
  const targets = faults
    .filter(({ name }) => chosen.includes(name))
    .flatMap((fault) =>
      onTheWay
        .filter(({ name, kind }) => canBeDone(fault, name, kind))
        .map(({ name }): Target => ({ fault, part: name, needs: namesOf(fault.needs) })),
    );
  if (targets.length === 0) throw new NotPossible('None of these faults can be done to the parts of this stack.');
  return targets;
}

const canBeDone = (fault: Fault, part: string, kind: PartState['kind']): boolean =>
  (fault.kinds?.includes(kind) ?? true) && (fault.parts?.includes(part) ?? true);
