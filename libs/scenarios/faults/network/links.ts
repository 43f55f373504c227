import { nearest, NotPossible, servicesWithDatabase, type PartKind, type PartState } from '#runtime';

/** The connections that one part opens to another: from a service to its dependency. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** `order>kafka-1` */
export const nameOf = ({ from, to }: Link): string => `${from}>${to}`;

export function linkNamed(name: string): Link {
  const [from = '', to = ''] = name.split('>');
  return { from, to };
}

interface Named {
  readonly name: string;
  readonly kind: PartKind;
}

/** Stands for all brokers as the other end of a connection. */
export const allBrokers = 'kafka';

/** Services that call other services synchronously: the coupled design. */
const asks: Readonly<Record<string, readonly string[]>> = { order: ['member', 'coupon', 'review'] };
/** Services that use the brokers and have no database. */
const onlyBrokers = ['lag-watcher'];

/**
 * Every connection that a network fault can be put on: those that our services open, all instances of a service
 * together. Connections between brokers, and of monitoring parts, are excluded.
 */
export function linksAmong(parts: readonly Named[]): Link[] {
  const ofKind = (kind: PartKind) => parts.filter((part) => part.kind === kind).map(({ name }) => name);
  return ofKind('service').flatMap((from) => {
    const stores = servicesWithDatabase.includes(from);
    const others = [
      ...(stores || onlyBrokers.includes(from) ? ofKind('broker') : []),
      ...(stores ? ofKind('database') : []),
      ...(asks[from] ?? []).filter((name) => ofKind('service').includes(name)),
    ];
    return others.map((to) => ({ from, to }));
  });
}

/**
 * The connections between a part and another one, or all of its own.
 * @param other a part, or `kafka` for all brokers. Default: all parts it is connected to
 * @throws NotPossible if there are none, naming the nearest
 */
export function linksOf(parts: readonly Named[], part: string, other?: string): Link[] {
  const all = linksAmong(parts).filter(({ from, to }) => from === part || to === part);
  const otherEnd = ({ from, to }: Link) => (from === part ? to : from);
  const isBroker = (name: string) => parts.some((one) => one.name === name && one.kind === 'broker');
  const named = (link: Link, name: string) =>
    otherEnd(link) === name || (name === allBrokers && isBroker(otherEnd(link)));
  if (all.length === 0) {
    const ends = [...new Set(linksAmong(parts).flatMap(({ from, to }) => [from, to]))];
    throw new NotPossible(`${part} has no connection for a network fault; these parts have one: ${ends.join(', ')}.`);
  }
  if (other === undefined) return all;
  const found = all.filter((link) => named(link, other));
  if (found.length > 0) return found;
  const names = [...(all.some((link) => named(link, allBrokers)) ? [allBrokers] : []), ...all.map(otherEnd)];
  throw new NotPossible(
    `There is no connection between ${part} and '${other}'; the nearest is '${nearest(other, names)}' (there are ${names.join(', ')}).`,
  );
}

/** The address at which services reach a part: host:port. */
export function addressOf(parts: readonly PartState[], part: string): string {
  return (parts.find(({ name }) => name === part)?.address ?? '').replace(/^http:\/\//, '');
}
