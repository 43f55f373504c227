import { Arrivals, writtenAtMs } from './arrivals.js';

const partition = { topic: 'order.placed', partition: 0 };
const end = (offset: number) => [{ ...partition, offset: String(offset) }];
const today = Date.UTC(2026, 10, 26);

describe('when a record arrived', () => {
  it('is between the last reading without it and the first with it', () => {
    const arrivals = new Arrivals();
    arrivals.see(end(5), today);
    arrivals.see(end(5), today + 1_000);
    arrivals.see(end(8), today + 2_000);
    arrivals.see(end(8), today + 3_000);
    expect(arrivals.of(partition, 5, today + 3_000)).toEqual({ afterMs: today + 1_000, beforeMs: today + 2_000 });
    expect(arrivals.of(partition, 7, today + 3_000)).toEqual({ afterMs: today + 1_000, beforeMs: today + 2_000 });
  });

  it('has no lower bound for records present at the first reading', () => {
    const arrivals = new Arrivals();
    arrivals.see(end(5), today);
    expect(arrivals.of(partition, 3, today + 9_000)).toEqual({ afterMs: undefined, beforeMs: today });
  });

  it('starts over with a recreated topic', () => {
    const arrivals = new Arrivals();
    arrivals.see(end(5), today);
    arrivals.see(end(2), today + 1_000);
    expect(arrivals.of(partition, 1, today + 1_000)).toEqual({ afterMs: undefined, beforeMs: today + 1_000 });
  });
});

describe('when a record was written', () => {
  it('is its timestamp', () => {
    expect(writtenAtMs(today - 5_000, { afterMs: undefined, beforeMs: today })).toBe(today - 5_000);
    expect(writtenAtMs(today - 500, { afterMs: today - 1_000, beforeMs: today })).toBe(today - 500);
  });

  it('is within the observed interval, whatever its timestamp says', () => {
    const seen = { afterMs: today - 1_000, beforeMs: today };
    expect([0, -1, Date.UTC(2019, 0), Date.UTC(2100, 0)].map((stamp) => writtenAtMs(stamp, seen))).toEqual([
      ...[today - 1_000, today - 1_000, today - 1_000],
      today,
    ]);
  });

  it('is unknown if its arrival was not observed and its timestamp is impossible', () => {
    const unseen = { afterMs: undefined, beforeMs: today };
    expect([0, -1, 86_400_000, Date.UTC(2100, 0)].map((stamp) => writtenAtMs(stamp, unseen))).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
  });

  it('is never after it was seen, even if a broker clock is slightly ahead', () => {
    expect(writtenAtMs(today + 2_000, { afterMs: undefined, beforeMs: today })).toBe(today);
  });
});
