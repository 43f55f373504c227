/** What distinguishes one assignment of partitions from the next. */
export interface Membership {
  state: string;
  /** The members' ids; the broker gives a joining consumer a new one. */
  members: readonly string[];
}

const sharingOut = (state: string): boolean => state === 'preparing-rebalance' || state === 'completing-rebalance';

/**
 * Counts the rebalances of a group. At one reading per second, a short one shows only by its result: different members.
 * One in progress counts once, when it is first seen.
 */
export class Rebalances {
  private last: Membership | undefined;

  /** @returns how many to add: 0 or 1 */
  next(now: Membership): 0 | 1 {
    const { last } = this;
    if (now.state === 'unknown') return 0;
    this.last = now;
    if (!last) return 0;
    if (sharingOut(now.state)) return sharingOut(last.state) ? 0 : 1;
    if (sharingOut(last.state) || now.members.length === 0) return 0;
    return sameMembers(last.members, now.members) ? 0 : 1;
  }
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((member) => others.includes(member));
}
