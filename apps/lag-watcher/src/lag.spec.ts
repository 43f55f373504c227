import { lagOf, placesBehind, type GroupReading, type Place } from './lag.js';

const place = (offset: string, partition = 0, topic = 'order.placed'): Place => ({ topic, partition, offset });

const reading = (committed: Place[], ends: Place[], more: Partial<GroupReading> = {}): GroupReading => ({
  ...{ group: 'review', state: 'stable', members: 1 },
  ...{ committed, ends },
  ...more,
});

const nowMs = 1_000_000;
const writtenAt = (ms: number | undefined) => () => ms;

describe('the lag of a group', () => {
  it('is what was written and not yet committed', () => {
    const { lag, partitions } = lagOf(reading([place('40')], [place('41')]), writtenAt(nowMs), nowMs);
    expect(lag).toBe(1);
    expect(partitions).toMatchObject([{ committed: 40, end: 41, lag: 1 }]);
  });

  it('is 0, and so is its age, when all was committed', () => {
    expect(lagOf(reading([place('41')], [place('41')]), writtenAt(undefined), nowMs)).toMatchObject({
      lag: 0,
      ageSeconds: 0,
    });
  });

  it('is never negative, also when a topic was made anew', () => {
    expect(lagOf(reading([place('41')], [place('2')]), writtenAt(undefined), nowMs)).toMatchObject({ lag: 0 });
  });

  it('adds up over partitions, and the age is that of the oldest', () => {
    const writtenAtMs = ({ partition }: Place) => nowMs - (partition === 0 ? 90_000 : 5_000);
    const group = lagOf(reading([place('0'), place('10', 1)], [place('5'), place('20', 1)]), writtenAtMs, nowMs);
    expect(group).toMatchObject({ lag: 15, ageSeconds: 90 });
    expect(group.partitions.map(({ ageSeconds }) => ageSeconds)).toEqual([90, 5]);
  });

  it('is not known where the group never committed, and never shown as 0', () => {
    const group = lagOf(reading([place('5')], [place('5'), place('7', 1)]), writtenAt(nowMs), nowMs);
    expect(group.partitions[1]).toMatchObject({ committed: null, lag: null, ageSeconds: null, end: 7 });
    expect(group).toMatchObject({ lag: 0, hasCommitted: true, state: 'stable' });
    const never = lagOf(reading([], [place('7')], { state: 'empty' }), writtenAt(nowMs), nowMs);
    expect(never).toMatchObject({ lag: null, ageSeconds: null, hasCommitted: false, state: 'no-commit' });
  });

  it('stays known when the age cannot be read', () => {
    const group = lagOf(reading([place('0')], [place('3')]), writtenAt(undefined), nowMs);
    expect(group).toMatchObject({ lag: 3, ageSeconds: null });
  });

  it('has no negative age when clocks differ', () => {
    expect(lagOf(reading([place('0')], [place('3')]), writtenAt(nowMs + 50), nowMs)).toMatchObject({ ageSeconds: 0 });
  });
});

describe('the places whose age is asked for', () => {
  it('are those with messages behind them, once for groups that stand at the same one', () => {
    const ends = [place('9'), place('4', 1)];
    const places = placesBehind([
      reading([place('3'), place('4', 1)], ends),
      reading([place('3'), place('1', 1)], ends, { group: 'member' }),
      reading([place('5')], ends, { group: 'coupon' }),
    ]);
    expect(places).toEqual([place('3'), place('1', 1), place('5')]);
  });
});
