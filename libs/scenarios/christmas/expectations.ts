import type { RunFigures } from '../engine/figures.js';
import type { Expectation } from '../engine/scenario.js';
import type { Text } from '../engine/design.js';
import { percent } from '../engine/finding.js';
import type { BurstFigures } from './burst-figures.js';

type Judge = (burst: BurstFigures, run: RunFigures) => { measured: string; passed: boolean };

/** Below this, a slower page is noise of the machine and harms nobody. */
const unfeltMs = 200;
const unharmedRatio = 3;
const harmedRatio = 3;
const unanswered = 0.1;

/** What the talk claims of both designs, judged by a computer. */
export function expectations({ withOutage }: { withOutage: boolean }): Expectation[] {
  return [
    expect(
      'direct',
      {
        en: 'Members give up in the rush: no response to three requests of one second each',
        ko: '쏠림 때 회원들이 포기한다: 1초씩 세 번 눌러도 응답이 없다',
      },
      `≥ ${percent(unanswered)}`,
      ({ gaveUp, presses }) => ({
        measured: `${percent(presses === 0 ? null : gaveUp / presses)} (${gaveUp} / ${presses})`,
        passed: presses > 0 && gaveUp / presses >= unanswered,
      }),
    ),
    expect(
      'direct',
      {
        en: 'Ordinary shoppers are affected too: their p99 in the rush compared with calm, or failed requests',
        ko: '일반 고객도 피해를 본다: 평온 구간 대비 쏠림 때의 p99, 또는 실패',
      },
      `≥ ${harmedRatio} × calm, and > ${unfeltMs} ms`,
      ({ shoppers: { calm, rush } }) => ({
        measured: shoppersText(calm, rush),
        passed:
          rush.failed > 0 || ((rush.p99Ms ?? 0) > unfeltMs && (rush.p99Ms ?? 0) >= (calm.p99Ms ?? 0) * harmedRatio),
      }),
    ),
    expect('direct', { en: 'Vouchers oversold', ko: '초과 발급된 기프티콘' }, '0', ({ oversold }) => zero(oversold)),
    expect(
      'queue',
      { en: 'Every request of the rush is answered', ko: '쏠림 때의 모든 요청이 응답을 받는다' },
      '100 %',
      ({ answered, presses }) => all(answered, presses),
    ),
    expect(
      'queue',
      {
        en: 'Ordinary shoppers are not affected: their p99 in the rush compared with calm, in the same run, and no failures',
        ko: '일반 고객은 피해가 없다: 같은 실행의 평온 구간 대비 쏠림 때의 p99, 실패 없음',
      },
      `≤ ${unharmedRatio} × calm, or ≤ ${unfeltMs} ms`,
      ({ shoppers: { calm, rush } }) => ({
        measured: shoppersText(calm, rush),
        passed:
          rush.failed === 0 &&
          rush.p99Ms !== null &&
          (rush.p99Ms <= unfeltMs || rush.p99Ms <= (calm.p99Ms ?? 0) * unharmedRatio),
      }),
    ),
    expect(
      'queue',
      {
        en: 'Exactly as many vouchers issued as there are members or vouchers, whichever is fewer',
        ko: '회원 수와 기프티콘 수 중 작은 쪽과 정확히 같은 수가 발급된다',
      },
      'min(members, vouchers)',
      ({ issued, members, vouchers }) => ({
        measured: `${issued} (min of ${members}, ${vouchers})`,
        passed: issued === Math.min(members, vouchers),
      }),
    ),
    expect('queue', { en: 'Vouchers oversold', ko: '초과 발급된 기프티콘' }, '0', ({ oversold }) => zero(oversold)),
    expect(
      'queue',
      {
        en: 'Members with a second voucher, however many requests they sent',
        ko: '여러 번 눌러도 한 회원에게 두 번 발급된 기프티콘',
      },
      '0',
      ({ secondVouchers }) => zero(secondVouchers),
    ),
    expect(
      'queue',
      { en: 'Vouchers taken from the stock that nobody received', ko: '재고에서 빠졌지만 아무도 받지 못한 기프티콘' },
      '0',
      ({ strayVouchers }) => zero(strayVouchers),
    ),
    expect(
      'queue',
      { en: 'Everyone who got a response can read the result', ko: '응답을 받은 모두가 결과를 확인할 수 있다' },
      '100 %',
      ({ told, answered }) => all(told, answered),
    ),
    expect('queue', { en: 'Accepted requests lost', ko: '유실된 요청' }, '0', (_burst, { lost }) => zero(lost)),
    expect(
      'queue',
      withOutage
        ? {
            en: 'The queue grew while the issuing server was down, and is empty at the end',
            ko: '발급 서버가 죽은 동안 큐가 쌓였다가 마지막에는 비워진다',
          }
        : { en: 'The queue is empty at the end', ko: '마지막에는 큐가 비워진다' },
      '0',
      (_burst, { finalLag, lag }) => ({
        measured: `${finalLag ?? '?'} (peak ${lag.peakMessages ?? '?'})`,
        passed: finalLag === 0 && (!withOutage || (lag.peakMessages ?? 0) > 0),
      }),
    ),
  ];
}

function expect(design: string, text: Text, expected: string, judge: Judge): Expectation {
  return {
    ...{ design, text, expected },
    judge: (run) => (run.burst ? judge(run.burst, run) : { measured: '?', passed: false }),
  };
}

const zero = (count: number) => ({ measured: String(count), passed: count === 0 });

const all = (some: number, of: number) => ({
  measured: `${percent(of === 0 ? null : some / of)} (${some} / ${of})`,
  passed: of > 0 && some === of,
});

const shoppersText = (calm: BurstFigures['shoppers']['calm'], rush: BurstFigures['shoppers']['rush']): string =>
  `${rush.p99Ms ?? '?'} ms (calm ${calm.p99Ms ?? '?'} ms), ${rush.failed} of ${rush.requests} failed`;
