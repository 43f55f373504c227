import { arrivals } from './arrivals.js';
import { orderBody } from './orders.js';
import { seeded } from './seeded.js';

const poisson = (seed: number, segments = [{ seconds: 20, ratePerSecond: 50 }]) => [
  ...arrivals('poisson', segments, seeded(seed, 'arrivals')),
];

describe('the schedule of a load', () => {
  it('spaces constant arrivals evenly', () => {
    const times = [...arrivals('constant', [{ seconds: 1, ratePerSecond: 4 }], seeded(1, 'arrivals'))];
    expect(times).toEqual([250, 500, 750]);
  });

  it('is the same for the same seed and another for another', () => {
    expect(poisson(7)).toEqual(poisson(7));
    expect(poisson(7)).not.toEqual(poisson(8));
  });

  it('has about the requested rate, in order and within its time', () => {
    const times = poisson(42);
    expect(times.length).toBeGreaterThan(900);
    expect(times.length).toBeLessThan(1_100);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(20_000);
  });

  it('scatters exactly rate × length arrivals over each segment, in order', () => {
    const segments = [
      { seconds: 4, ratePerSecond: 0 },
      { seconds: 6, ratePerSecond: 3.5 },
    ];
    const times = [...arrivals('scattered', segments, seeded(5, 'arrivals'))];
    expect(times).toHaveLength(21);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((at) => at >= 4_000 && at < 10_000)).toBe(true);
  });

  it('changes its rate from one segment to the next, and pauses at rate 0', () => {
    const times = poisson(3, [
      { seconds: 10, ratePerSecond: 10 },
      { seconds: 10, ratePerSecond: 0 },
      { seconds: 10, ratePerSecond: 100 },
    ]);
    const within = (from: number, to: number) => times.filter((at) => at >= from && at < to).length;
    expect(within(0, 10_000)).toBeGreaterThan(60);
    expect(within(0, 10_000)).toBeLessThan(140);
    expect(within(10_000, 20_000)).toBe(0);
    expect(within(20_000, 30_000)).toBeGreaterThan(850);
  });

  it('is infinite if no end is given', () => {
    const endless = arrivals('constant', [{ seconds: Infinity, ratePerSecond: 1_000 }], seeded(1, 'arrivals'));
    let last = 0;
    for (let n = 0; n < 100_000; n += 1) last = endless.next().value as number;
    expect(last).toBeCloseTo(100_000);
  });
});

describe('the orders of a load', () => {
  const orders = (seed: number) => {
    const random = seeded(seed, 'bodies');
    return Array.from({ length: 2_000 }, () => orderBody(random));
  };

  it('are the same for the same seed', () => {
    expect(orders(5)).toEqual(orders(5));
  });

  it('are from registered members, a third of them with a coupon', () => {
    const made = orders(42);
    for (const { memberId } of made) expect(memberId).toMatch(/^member-(0[0-9]{3}|1000)$/);
    expect(made.some(({ memberId }) => memberId === 'member-0000')).toBe(false);
    const share = (code: string) => made.filter(({ couponCode }) => couponCode === code).length / made.length;
    expect(share('WELCOME')).toBeCloseTo(0.3, 1);
    expect(share('FREE-LUNCH')).toBeGreaterThan(0.01);
  });
});
