import { burstFor, burstPhases } from './burst.js';

test('where the direct design issues 833 a second, it is twenty thousand in twenty seconds', () => {
  expect(burstFor('talk', 833)).toMatchObject({ ratePerSecond: 1_000, seconds: 20, vouchers: 10_000 });
});

test('the crowd is as large as the machine is fast: always past what the direct design can do, and not by much', () => {
  for (const speed of ['talk', 'fast'] as const) {
    for (const capacity of [200, 1_000, 4_000]) {
      const { ratePerSecond, seconds, members, vouchers } = burstFor(speed, capacity);
      expect(ratePerSecond).toBeGreaterThanOrEqual(capacity * 1.2);
      expect(ratePerSecond).toBeLessThan(capacity * 1.6);
      expect(members).toBeGreaterThan(ratePerSecond * seconds);
      expect(vouchers).toBeLessThan(ratePerSecond * seconds);
    }
  }
});

test('the issuing server dies only when that was asked for, and in the rush alone', () => {
  const burst = burstFor('fast', 500);
  expect(burstPhases('fast', burst, false).some(({ faults }) => faults)).toBe(false);
  const broken = burstPhases('fast', burst, true).map(({ faults = [] }) => faults.map(({ part }) => part));
  expect(broken).toEqual([[], ['gifticon'], []]);
});
