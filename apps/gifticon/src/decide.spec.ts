import { decide, type Wish } from './decide.js';

const wish = (memberId: string, requestId = `request of ${memberId}`): Wish => ({
  requestId,
  memberId,
  sku: 'christmas',
});
const codes = ['code-1', 'code-2', 'code-3', 'code-4'];
const left = (vouchers: number) => new Map([['christmas', vouchers]]);
const kinds = (decisions: ReturnType<typeof decide>) => decisions.map(({ kind }) => kind);

test('given two vouchers, when three members request one, then the first two get one and the third is too late', () => {
  const decisions = decide(
    ['a', 'b', 'c'].map((member) => wish(member)),
    left(2),
    [],
    codes,
  );
  expect(kinds(decisions)).toEqual(['issued', 'issued', 'sold-out']);
  expect(decisions[1]).toEqual({ kind: 'issued', voucher: { ...wish('b'), code: 'code-2' } });
});

test('given two vouchers, when a member presses twice in one batch, then both presses get the same code, and one voucher is left', () => {
  const decisions = decide([wish('a', 'first'), wish('a', 'second'), wish('b')], left(2), [], codes);
  expect(decisions).toEqual([
    { kind: 'issued', voucher: { ...wish('a', 'first'), code: 'code-1' } },
    { kind: 'one-per-member', code: 'code-1' },
    { kind: 'issued', voucher: { ...wish('b'), code: 'code-3' } },
  ]);
});

test('given a member who has a voucher, when they press again, then they get the same code, even if all are gone', () => {
  const before = [{ ...wish('a'), code: 'old' }];
  expect(decide([wish('a', 'second')], left(0), before, codes)).toEqual([{ kind: 'one-per-member', code: 'old' }]);
});

test('given no vouchers, when a member presses twice, then they are told twice that all are gone', () => {
  expect(kinds(decide([wish('a', 'first'), wish('a', 'second')], left(0), [], codes))).toEqual([
    'sold-out',
    'sold-out',
  ]);
});

test('give-aways have separate stocks', () => {
  const easter = { ...wish('a'), sku: 'easter' };
  const decisions = decide([wish('a'), easter, wish('b')], new Map([...left(1), ['easter', 1]]), [], codes);
  expect(kinds(decisions)).toEqual(['issued', 'issued', 'sold-out']);
});
