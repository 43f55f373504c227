import type { Outcome } from '../load/outcome.js';
import { burstFates, burstFigures, withDoubles, type BurstFacts } from './burst-figures.js';
import { accountOf } from '../ledger/account.js';

const press = (n: number, ending: Outcome['ending'], ms = 100): Outcome => ({
  ...{ n, scheduledAt: 1_000 + n, sentAt: 1_000 + n, answeredAt: 1_000 + n + ms, ending },
  ...{ status: ending === 'accepted' ? 202 : null, id: ending === 'accepted' ? `request-${n}` : null },
});
const voucher = (n: number, memberId = `member-000${n + 1}`) => ({
  requestId: `request-${n}`,
  memberId,
  code: `c${n}`,
});
const result = (n: number) => ({ requestId: `request-${n}`, outcome: 'issued', toldAt: 5_000 });

const facts = (more: Partial<BurstFacts> = {}): BurstFacts => ({
  design: 'queue',
  outcomes: [press(0, 'accepted'), press(1, 'accepted'), press(2, 'accepted')],
  shoppers: [],
  calm: { name: 'calm', from: 0, to: 1_000 },
  rush: { name: 'rush', from: 1_000, to: 2_000 },
  vouchers: 2,
  issued: [voucher(0), voucher(1)],
  stockLeft: 0,
  results: [result(0), result(1), result(2)],
  isBehind: false,
  ...more,
});

test('a burst that went well: everybody answered and told, as many issued as there were', () => {
  expect(burstFigures(facts())).toMatchObject({
    ...{ presses: 3, members: 3, answered: 3, gaveUp: 0, issued: 2, told: 3 },
    ...{ oversold: 0, secondVouchers: 0, strayVouchers: 0, issuedToGivenUp: 0 },
  });
});

test('a voucher for somebody who had given up is counted', () => {
  const outcomes = [press(0, 'timed-out', 3_000), press(1, 'accepted'), press(2, 'accepted')];
  expect(burstFigures(facts({ outcomes }))).toMatchObject({ gaveUp: 1, issuedToGivenUp: 1 });
});

test('one voucher too many is seen, and so is one that is in no stock', () => {
  expect(burstFigures(facts({ issued: [voucher(0), voucher(1), voucher(2)] }))).toMatchObject({
    oversold: 1,
    strayVouchers: 1,
  });
});

test('a second voucher of a member is seen, and doubles the account', () => {
  const given = facts({ issued: [voucher(0), voucher(1, 'member-0001')] });
  const figures = burstFigures(given);
  expect(figures.secondVouchers).toBe(1);
  expect(withDoubles(accountOf(burstFates(given)), figures, given).doubled).toBe(1);
});

test('an accepted wish without a result is queued while the queue is behind, and lost when it is not', () => {
  const results = [result(0), result(1)];
  expect(burstFates(facts({ results, isBehind: true })).map(({ fate }) => fate)).toContain('queued');
  expect(accountOf(burstFates(facts({ results }))).lost).toBe(1);
});

test('in the direct design the answer is the result', () => {
  const direct = facts({ design: 'direct', results: [] });
  expect(burstFates(direct).map(({ completionMs }) => completionMs)).toEqual([100, 100, 100]);
  expect(burstFigures(direct).told).toBe(3);
});

test('shoppers are looked at before and during the rush, failures apart', () => {
  const shopper = (at: number, ms: number, ending: Outcome['ending'] = 'accepted'): Outcome => ({
    ...{ n: 0, scheduledAt: at, sentAt: at, answeredAt: at + ms, ending, status: 200, id: null },
  });
  const shoppers = [shopper(500, 4), shopper(1_500, 40), shopper(1_600, 900, 'failed'), shopper(2_500, 9)];
  expect(burstFigures(facts({ shoppers })).shoppers).toEqual({
    calm: { requests: 1, failed: 0, p50Ms: 4, p99Ms: 4 },
    rush: { requests: 2, failed: 1, p50Ms: 40, p99Ms: 40 },
  });
});
