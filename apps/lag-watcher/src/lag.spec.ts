import { goesOnAt, lagOf, type Found, type GroupReading, type Place } from './lag.js';

const place = (offset: string, partition = 0, topic = 'order.placed'): Place => ({ topic, partition, offset });

const reading = (committed: Place[], ends: Place[], more: Partial<GroupReading> = {}): GroupReading => ({
  ...{ group: 'review', state: 'stable', members: 1, startsOver: true, alerting: true },
  ...{ committed, ends: ends.map((end) => ({ ...end, isCurrent: true })) },
  ...more,
});

const nowMs = 1_000_000;

interface Log {
  /** The first remaining offset. */
  first?: number;
  /** What was found after a place; as many messages as offsets if nothing was scanned. */
  found?: (place: Place) => Found | undefined;
}

const lagIn = (read: GroupReading, { first, found = () => undefined }: Log = {}) =>
  lagOf(read, () => first, found, nowMs);

describe('the lag of a group', () => {
  it('is the records written and not yet committed', () => {
    const { lag, partitions } = lagIn(reading([place('40')], [place('41')]));
    expect(lag).toBe(1);
    expect(partitions).toMatchObject([{ committed: 40, end: 41, lag: 1 }]);
  });

  it('is 0, and so is its age, if everything is committed', () => {
    expect(lagIn(reading([place('41')], [place('41')]))).toMatchObject({ lag: 0, ageSeconds: 0 });
  });

  it('counts only what can still be consumed: neither hidden nor deleted records', () => {
    const found = () => ({ messages: 2, writtenAtMs: nowMs - 7_000 });
    expect(lagIn(reading([place('10')], [place('20')]), { found })).toMatchObject({ lag: 2, ageSeconds: 7 });
    expect(lagIn(reading([place('10')], [place('20')]), { first: 17 })).toMatchObject({ lag: 3 });
    expect(lagIn(reading([place('10')], [place('20')]), { first: 20 })).toMatchObject({ lag: 0, ageSeconds: 0 });
  });

  it('is 0 if only hidden records are left', () => {
    const found = () => ({ messages: 0, writtenAtMs: undefined });
    expect(lagIn(reading([place('10')], [place('11')]), { found })).toMatchObject({ lag: 0, ageSeconds: 0 });
  });

  it('is the whole topic if it was recreated and its group starts over, and unknown for other groups', () => {
    const behind = reading([place('41')], [place('2')]);
    expect(lagIn(behind, { first: 0 })).toMatchObject({ lag: 2 });
    expect(lagIn({ ...behind, startsOver: false }, { first: 0 })).toMatchObject({ lag: null, ageSeconds: null });
  });

  it('adds up over partitions, and the age is that of the oldest', () => {
    const found = ({ partition }: Place) =>
      partition === 0 ? { messages: 5, writtenAtMs: nowMs - 90_000 } : { messages: 10, writtenAtMs: nowMs - 5_000 };
    const group = lagIn(reading([place('0'), place('10', 1)], [place('5'), place('20', 1)]), { found });
    expect(group).toMatchObject({ lag: 15, ageSeconds: 90 });
    expect(group.partitions.map(({ ageSeconds }) => ageSeconds)).toEqual([90, 5]);
  });

  it('is unknown where the group never committed, and never 0', () => {
    const group = lagIn(reading([place('5')], [place('5'), place('7', 1)]));
    expect(group.partitions[1]).toMatchObject({ committed: null, lag: null, ageSeconds: null, end: 7 });
    expect(group).toMatchObject({ lag: 0, hasCommitted: true, state: 'stable' });
    const never = lagIn(reading([], [place('7')], { state: 'empty' }));
    expect(never).toMatchObject({ lag: null, ageSeconds: null, hasCommitted: false, state: 'no-commit' });
  });

  it('is known even if the age is not, which is then absent and not 0', () => {
    const found = ({ partition }: Place) => (partition === 0 ? { messages: 3, writtenAtMs: undefined } : undefined);
    const group = lagIn(reading([place('0'), place('9', 1)], [place('3'), place('9', 1)]), { found });
    expect(group).toMatchObject({ lag: 3, ageSeconds: null });
    expect(group.partitions.map(({ ageSeconds }) => ageSeconds)).toEqual([null, 0]);
  });

  it('has no negative age when clocks differ', () => {
    const found = () => ({ messages: 3, writtenAtMs: nowMs + 50 });
    expect(lagIn(reading([place('0')], [place('3')]), { found })).toMatchObject({ ageSeconds: 0 });
  });
});

describe('where a group continues', () => {
  it('is after its commit, or at the first remaining message', () => {
    const end = { offset: '9', isCurrent: true };
    expect(goesOnAt(5, end, undefined, true)).toBe(5);
    expect(goesOnAt(5, end, 3, true)).toBe(5);
    expect(goesOnAt(5, end, 7, false)).toBe(7);
  });

  it('is unknown if the end is older than the commit: a lower end offset means nothing then', () => {
    expect(goesOnAt(12, { offset: '9', isCurrent: true }, 0, true)).toBe(0);
    expect(goesOnAt(12, { offset: '9', isCurrent: false }, 0, true)).toBeNull();
  });
});
