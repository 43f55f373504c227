import { burstFor, burstPhases } from './burst.js';

test('where the direct design issues not quite eight hundred a second, it is twenty thousand in twenty seconds', () => {
  expect(burstFor('talk', 769, 0)).toMatchObject({ ratePerSecond: 1_000, seconds: 20, vouchers: 10_000 });
});

test('where it is slower, fewer come; where it is faster, the same crowd comes in less time', () => {
  expect(burstFor('talk', 200, 0)).toMatchObject({ ratePerSecond: 260, seconds: 20, vouchers: 2_600 });
  expect(burstFor('talk', 1_000, 0)).toMatchObject({ ratePerSecond: 1_300, seconds: 15, vouchers: 9_800 });
});

test('where it is very fast, the crowd is larger: the rush is always past its capacity, for several seconds', () => {
  const burst = burstFor('talk', 4_000, 0);
  expect(burst.seconds).toBe(8);
  expect(burst.ratePerSecond).toBeGreaterThanOrEqual(4_000 * 1.3);
  expect(burst.members).toBeGreaterThan(burst.ratePerSecond * burst.seconds);
});

test('the issuing server dies only when that was asked for, and comes back after the rush', () => {
  const burst = burstFor('fast', 500, 0);
  expect(burstPhases('fast', burst, false).some(({ inject, restore }) => inject ?? restore)).toBe(false);
  const [calm, rush, after] = burstPhases('fast', burst, true);
  expect([calm?.inject, rush?.inject?.[0]?.part, after?.restore !== undefined]).toEqual([undefined, 'gifticon', true]);
});
