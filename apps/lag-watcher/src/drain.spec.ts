import { DrainEstimate } from './drain.js';

/** One lag per second; returns the last estimate. */
const after = (lags: (number | null)[]): number | null => {
  const drain = new DrainEstimate();
  return lags.map((lag, second) => drain.next(second * 1_000, lag)).at(-1) ?? null;
};

describe('the drain estimate', () => {
  it('is 0 when nothing waits', () => {
    expect(after([0])).toBe(0);
    expect(after([500, 100, 0])).toBe(0);
  });

  it('is absent while the lag grows or is constant', () => {
    expect(after([10, 20, 30, 40])).toBeNull();
    expect(after([40, 40, 40, 40])).toBeNull();
  });

  it('is absent if the lag is unknown', () => {
    expect(after([40, 30, 20, null])).toBeNull();
    expect(after([400, 300, null, 200])).toBeNull();
  });

  it('is the lag divided by the net rate since its peak', () => {
    expect(after([100, 1_000, 900, 800, 700])).toBeCloseTo(7);
  });

  it('is not affected by the outage before the peak', () => {
    expect(after([0, 100, 200, 300, 400, 500, 600, 700, 600, 500, 400])).toBeCloseTo(4);
  });

  it('needs one reading of a falling lag', () => {
    expect(after([100, 200])).toBeNull();
    expect(after([100, 200, 150])).toBeCloseTo(3);
  });

  it('waits until a tenth of the peak is worked off: the first batches after an outage are slow', () => {
    expect(after([1_000, 990])).toBeNull();
    expect(after([1_000, 990, 890])).toBeCloseTo(890 / 55);
  });

  it('waits no longer than eight seconds for that, because a long queue is still a queue that drains', () => {
    const falling = Array.from({ length: 9 }, (_, second) => 10_000 - 50 * second);
    expect(after(falling.slice(0, 8))).toBeNull();
    expect(after(falling)).toBeCloseTo(9_600 / 50);
  });

  it('follows the rate of the last four seconds', () => {
    expect(after([1_000, 900, 890, 880, 780, 680, 580, 480])).toBeCloseTo(4.8);
  });

  it('ignores an old peak', () => {
    const lags = [10_000, ...Array.from({ length: 12 }, (_, second) => 120 - 5 * second)];
    expect(after(lags)).toBeCloseTo(65 / 5);
  });
});
