import { expectations } from '../christmas/expectations.js';
import { burstFor, burstPhases, patience } from '../christmas/burst.js';
import { playBurst } from '../christmas/play-burst.js';
import { wording } from '../christmas/wording.js';
import type { LoadStream, Speed } from '../engine/design.js';
import type { Scenario, Wishes } from '../engine/scenario.js';
import type { Stage } from '../engine/stage.js';

const rush: Omit<LoadStream, 'requests'> = {
  name: 'rush',
  part: 'shop',
  pattern: 'poisson',
  timeoutMs: patience.timeoutMs,
  connections: 1_024,
};

const warmSeconds: Readonly<Record<Speed, number>> = { talk: 5, fast: 2 };

export const christmasBurst: Scenario = {
  name: 'christmas-burst',
  title: { en: 'The Christmas give-away', ko: '크리스마스 기프티콘 이벤트' },
  story: {
    en: 'Members rush for gift vouchers while others shop: first the main server issues each voucher inside the request, then a separate issuing server behind a queue does.',
    ko: '일반 고객이 쇼핑하는 동안 회원들이 기프티콘을 받으려고 몰려듭니다. 한 번은 메인 서버가 요청 안에서 바로 발급하고, 한 번은 큐를 사이에 두고 별도의 발급 서버가 발급합니다.',
  },
  designs: [
    {
      name: 'direct',
      title: { en: 'issued inside the request', ko: '요청 안에서 바로 발급' },
      load: { ...rush, requests: 'one-transaction-gifticons' },
      group: null,
    },
    {
      name: 'queue',
      title: { en: 'behind a queue', ko: '큐를 거쳐 발급' },
      load: { ...rush, requests: 'gifticons' },
      group: 'gifticon',
    },
  ],
  phases: {
    talk: burstPhases('talk', burstFor('talk'), false),
    fast: burstPhases('fast', burstFor('fast'), false),
  },
  climax: 'rush',
  drainLimitSeconds: 120,
  expectations: expectations({ withOutage: false }),
  wording: wording(),
  prepare,
};

/** Settles how large the rush is. */
function prepare(stage: Stage, wishes: Wishes): Promise<Scenario> {
  const { speed, withOutage = false, providerLatencyMs, vouchersPerSecond, variant = 'one-transaction' } = wishes;
  const burst = burstFor(speed, { providerLatencyMs, vouchersPerSecond });
  stage.progress(
    `the provider serves ${burst.capacityPerSecond} codes a second, so the rush is ${burst.ratePerSecond} requests a second for ${burst.seconds} s, for ${burst.vouchers} vouchers`,
  );
  return Promise.resolve({
    ...christmasBurst,
    designs: christmasBurst.designs.map((design) =>
      design.name === 'direct' ? { ...design, load: { ...design.load, requests: directKinds[variant] } } : design,
    ),
    phases: { ...christmasBurst.phases, [speed]: burstPhases(speed, burst, withOutage) },
    expectations: expectations({ withOutage }),
    wording: wording(burst, variant),
    play: (stage, performance) => playBurst(stage, performance, burst, warmSeconds[speed]),
  });
}

const directKinds = {
  'one-transaction': 'one-transaction-gifticons',
  'one-statement': 'direct-gifticons',
  'row-lock': 'row-lock-gifticons',
} as const;
