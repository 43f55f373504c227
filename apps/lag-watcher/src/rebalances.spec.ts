import { Rebalances, type Membership } from './rebalances.js';

const counted = (...seen: Membership[]): number => {
  const rebalances = new Rebalances();
  return seen.reduce<number>((total, membership) => total + rebalances.next(membership), 0);
};
const stable = (...members: string[]): Membership => ({ state: 'stable', members });
const preparing = (...members: string[]): Membership => ({ state: 'preparing-rebalance', members });

describe('rebalances', () => {
  it('are not counted for the state at the first reading', () => {
    expect(counted(stable('a'), stable('a'))).toBe(0);
  });

  it('count once, however long they take', () => {
    expect(counted(stable('a'), preparing('a'), preparing('a', 'b'), stable('a', 'b'), stable('b', 'a'))).toBe(1);
  });

  it('are detected by their result if they were too short to be seen', () => {
    expect(counted(stable('a'), stable('a', 'b'))).toBe(1);
    expect(counted(stable('a'), stable('b'))).toBe(1);
  });

  it('need members', () => {
    expect(counted(stable('a'), { state: 'empty', members: [] })).toBe(0);
    expect(counted(stable('a'), { state: 'empty', members: [] }, stable('b'))).toBe(1);
  });

  it('are not counted while the group cannot be described', () => {
    expect(counted(stable('a'), { state: 'unknown', members: [] }, stable('a'))).toBe(0);
  });
});
