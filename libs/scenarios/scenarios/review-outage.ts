import type { Expectation, LoadStream, Phase, Scenario } from '../scenario.js';
import { percent } from '../verdict.js';

const orders: Omit<LoadStream, 'requests'> = {
  name: 'orders',
  part: 'order',
  pattern: 'poisson',
  timeoutMs: 10_000,
  connections: 256,
};

function phases(seconds: { calm: number; outage: number; recovery: number }, ratePerSecond: number): Phase[] {
  return [
    { name: 'calm', title: { en: 'calm', ko: '평온' }, seconds: seconds.calm, ratePerSecond },
    {
      name: 'outage',
      title: { en: 'review is down', ko: '리뷰 서비스 중단' },
      seconds: seconds.outage,
      ratePerSecond,
      inject: [{ fault: 'kill', part: 'review' }],
    },
    {
      name: 'recovery',
      title: { en: 'review is back', ko: '리뷰 서비스 복구' },
      seconds: seconds.recovery,
      ratePerSecond,
      restore: { steadySeconds: 5 },
    },
  ];
}

/** A tenth of a second: below it people feel no wait, and a slower answer is the machine's noise. */
const unfeltMs = 100;
const unharmedRatio = 2;

/** What shows that the outage, and not the machine, made coupled orders fail: a call that times out on a busy laptop may. */
const mostOrders = '≥ 90 %';
const isMost = (share: number | null): boolean => share !== null && share >= 0.9;

const events = (expectation: Omit<Expectation, 'design'>): Expectation => ({ design: 'events', ...expectation });
const coupled = (expectation: Omit<Expectation, 'design'>): Expectation => ({ design: 'coupled', ...expectation });

export const reviewOutage: Scenario = {
  name: 'review-outage',
  title: { en: 'The review service dies', ko: '리뷰 서비스가 죽다' },
  story: {
    en: 'The review service is killed under load, once with services that call each other over REST and once with services that publish events, and is brought back.',
    ko: '주문이 계속 들어오는 중에 리뷰 서비스를 강제로 종료했다가 되살립니다. 한 번은 서비스끼리 REST로 호출하는 구조, 한 번은 이벤트를 발행하는 구조입니다.',
  },
  designs: [
    {
      name: 'coupled',
      title: { en: 'coupled by REST', ko: 'REST로 결합' },
      load: { ...orders, requests: 'coupled-orders' },
      group: null,
    },
    {
      name: 'events',
      title: { en: 'by events', ko: '이벤트 기반' },
      load: { ...orders, requests: 'orders' },
      group: 'review',
    },
  ],
  phases: {
    talk: phases({ calm: 15, outage: 25, recovery: 25 }, 40),
    fast: phases({ calm: 6, outage: 9, recovery: 12 }, 20),
  },
  windows: { calm: 'calm', outage: 'outage' },
  drainLimitSeconds: 60,
  expectations: [
    coupled({
      text: { en: 'Orders are accepted while all is well', ko: '평온할 때는 주문이 접수된다' },
      expected: mostOrders,
      judge: ({ calm }) => ({
        measured: `${percent(calm.share)} (${calm.accepted} / ${calm.offered})`,
        passed: isMost(calm.share),
      }),
    }),
    coupled({
      text: {
        en: 'Orders fail while the review service is down',
        ko: '리뷰 서비스가 멈춘 동안 주문이 실패한다',
      },
      expected: '≥ 90 %',
      judge: ({ outage }) => {
        const failed = outage.share === null ? null : 1 - outage.share;
        return {
          measured: `${percent(failed)} (${outage.offered - outage.accepted} / ${outage.offered})`,
          passed: failed !== null && failed >= 0.9,
        };
      },
    }),
    coupled({
      text: {
        en: 'Orders are accepted again at the end, once the review service is back',
        ko: '리뷰 서비스가 돌아오면 마지막에는 주문이 다시 접수된다',
      },
      expected: mostOrders,
      judge: ({ end }) => ({ measured: percent(end.share), passed: isMost(end.share) }),
    }),
    events({
      text: { en: 'Every order is accepted, outage or not', ko: '장애와 관계없이 모든 주문이 접수된다' },
      expected: '100 %',
      judge: ({ offered, accepted }) => ({
        measured: `${percent(offered === 0 ? null : accepted / offered)} (${accepted} / ${offered})`,
        passed: offered > 0 && accepted === offered,
      }),
    }),
    events({
      text: { en: 'Accepted orders lost', ko: '유실된 주문' },
      expected: '0',
      judge: ({ lost }) => ({ measured: String(lost), passed: lost === 0 }),
    }),
    events({
      text: { en: 'Orders processed twice', ko: '중복 처리된 주문' },
      expected: '0',
      judge: ({ doubled }) => ({ measured: String(doubled), passed: doubled === 0 }),
    }),
    events({
      text: { en: 'Every accepted order is completed in the end', ko: '접수된 모든 주문이 끝내 완료된다' },
      expected: '100 %',
      judge: ({ accepted, completed }) => ({
        measured: `${percent(accepted === 0 ? null : completed / accepted)} (${completed} / ${accepted})`,
        passed: accepted > 0 && completed === accepted,
      }),
    }),
    events({
      text: {
        en: 'The queue of the review service grows while it is down: peak lag against orders of that time',
        ko: '리뷰 서비스가 멈춘 동안 큐가 쌓인다: 그동안의 주문 대비 최대 지연(lag)',
      },
      expected: '≥ 80 %',
      judge: ({ lag, outage }) => {
        const share = lag.peakMessages === null || outage.offered === 0 ? null : lag.peakMessages / outage.offered;
        return { measured: `${lag.peakMessages ?? '?'} / ${outage.offered}`, passed: share !== null && share >= 0.8 };
      },
    }),
    events({
      text: {
        en: 'and is empty again at the end: lag in messages',
        ko: '그리고 마지막에는 다시 비워진다: 남은 지연(lag)',
      },
      expected: '0',
      judge: ({ finalLag }) => ({ measured: String(finalLag ?? '?'), passed: finalLag === 0 }),
    }),
    events({
      text: {
        en: 'Accepting an order takes no longer during the outage than in the calm (p99, same run)',
        ko: '장애 중에도 주문 접수는 느려지지 않는다 (같은 실행의 평온 구간과 p99 비교)',
      },
      expected: `≤ ${unharmedRatio} × calm, or ≤ ${unfeltMs} ms`,
      judge: ({ calm, outage }) => {
        const [before, during] = [calm.accept?.p99Ms, outage.accept?.p99Ms];
        if (before === undefined || during === undefined) return { measured: '?', passed: false };
        return {
          measured: `${during} ms (calm ${before} ms)`,
          passed: during <= unfeltMs || during <= before * unharmedRatio,
        };
      },
    }),
  ],
};
