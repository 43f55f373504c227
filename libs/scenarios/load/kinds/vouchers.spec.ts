import { scenarioNamed } from '../../story/catalog.js';
import { termsOf, vouchers } from './vouchers.js';

const rush = (latency?: string) => {
  const { phases, sizes } = scenarioNamed(
    'christmas-burst',
    undefined,
    latency === undefined ? {} : { with: { 'provider-latency': latency } },
  );
  return { phases: phases.talk, values: sizes.talk.values };
};

test('a provider that takes 30 ms for each of ten calls sells 333 codes a second: the rush is 800 presses a second', () => {
  const size = rush();
  expect(vouchers.capacityPerSecond?.(size.values)).toBeCloseTo(333.3, 1);
  expect(size.phases.map(({ ratePerSecond }) => ratePerSecond)).toEqual([0, 800, 0]);
  expect(termsOf(size)).toEqual({ vouchers: 8_000, members: 32_000, providerLatencyMs: 30, vouchersPerSecond: 0 });
  expect(vouchers.says?.(size).en).toContain('at most 333 vouchers a second');
});

test.each(['10ms', '30ms', '60ms', '100ms'])(
  'with a provider of %s the crowd is more than twice what can be issued, and there are vouchers left when it ends',
  (latency) => {
    const size = rush(latency);
    const { seconds, ratePerSecond } = size.phases[1]!;
    const capacityPerSecond = vouchers.capacityPerSecond?.(size.values) ?? 0;
    const terms = termsOf(size);
    expect(ratePerSecond).toBeGreaterThanOrEqual(capacityPerSecond * 2);
    expect(terms.members).toBeGreaterThan(ratePerSecond * seconds);
    expect(terms.vouchers).toBeLessThan(ratePerSecond * seconds);
    expect(terms.vouchers).toBeGreaterThan(capacityPerSecond * seconds);
  },
);
