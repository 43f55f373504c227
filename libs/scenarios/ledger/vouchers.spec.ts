import type { Outcome } from '../load/outcome.js';
import { accountOf } from './account.js';
import { voucherFates, voucherFigures, withDoubles, type VoucherFacts } from './vouchers.js';

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

const facts = (more: Partial<VoucherFacts> = {}): VoucherFacts => ({
  isQueued: true,
  outcomes: [press(0, 'accepted'), press(1, 'accepted'), press(2, 'accepted')],
  vouchers: 2,
  issued: [voucher(0), voucher(1)],
  stockLeft: 0,
  results: [result(0), result(1), result(2)],
  isBehind: false,
  ...more,
});

test('a successful burst: every member got an answer and a result, and every voucher was issued', () => {
  expect(voucherFigures(facts())).toMatchObject({
    ...{ presses: 3, members: 3, answered: 3, gaveUp: 0, issued: 2, told: 3 },
    ...{ oversold: 0, secondVouchers: 0, strayVouchers: 0, issuedToGivenUp: 0 },
  });
});

test('a voucher for a member who had given up is counted', () => {
  const outcomes = [press(0, 'timed-out', 3_000), press(1, 'accepted'), press(2, 'accepted')];
  expect(voucherFigures(facts({ outcomes }))).toMatchObject({ gaveUp: 1, issuedToGivenUp: 1 });
});

test('an oversold voucher is counted, and so is one missing from the stock', () => {
  expect(voucherFigures(facts({ issued: [voucher(0), voucher(1), voucher(2)] }))).toMatchObject({
    oversold: 1,
    strayVouchers: 1,
  });
});

test('a second voucher of a member is counted, and doubles the account', () => {
  const given = facts({ issued: [voucher(0), voucher(1, 'member-0001')] });
  const figures = voucherFigures(given);
  expect(figures.secondVouchers).toBe(1);
  expect(withDoubles(accountOf(voucherFates(given)), figures, given).doubled).toBe(1);
});

test('an accepted request without a result is queued while the queue is behind, and lost otherwise', () => {
  const results = [result(0), result(1)];
  expect(voucherFates(facts({ results, isBehind: true })).map(({ fate }) => fate)).toContain('queued');
  expect(accountOf(voucherFates(facts({ results }))).lost).toBe(1);
});

test('in the direct design the answer is the result', () => {
  const direct = facts({ isQueued: false, results: [] });
  expect(voucherFates(direct).map(({ completionMs }) => completionMs)).toEqual([100, 100, 100]);
  expect(voucherFigures(direct).told).toBe(3);
});
