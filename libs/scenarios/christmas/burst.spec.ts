import { burstFor, burstPhases } from './burst.js';

test('a provider that takes 30 ms for each of ten calls sells 333 codes a second: the rush is 800 presses a second', () => {
  expect(burstFor('talk')).toMatchObject({ capacityPerSecond: 333, ratePerSecond: 800, seconds: 20, vouchers: 8_000 });
});

test('the crowd is more than twice what can be issued, and there are vouchers left when it ends', () => {
  for (const speed of ['talk', 'fast'] as const) {
    for (const providerLatencyMs of [10, 30, 100]) {
      const { ratePerSecond, seconds, members, vouchers, capacityPerSecond } = burstFor(speed, { providerLatencyMs });
      expect(ratePerSecond).toBeGreaterThanOrEqual(capacityPerSecond * 2);
      expect(members).toBeGreaterThan(ratePerSecond * seconds);
      expect(vouchers).toBeLessThan(ratePerSecond * seconds);
      expect(vouchers).toBeGreaterThan(capacityPerSecond * seconds);
    }
  }
});

test('the issuing server dies only when that was asked for, and in the rush alone', () => {
  const burst = burstFor('fast');
  expect(burstPhases('fast', burst, false).some(({ faults }) => faults)).toBe(false);
  const broken = burstPhases('fast', burst, true).map(({ faults = [] }) => faults.map(({ part }) => part));
  expect(broken).toEqual([[], ['gifticon'], []]);
});
