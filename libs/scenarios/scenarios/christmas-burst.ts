import { expectations } from '../christmas/expectations.js';
import { burstFor, burstPhases, patience } from '../christmas/burst.js';
import { capacityOf, type Exercise } from '../christmas/calibrate.js';
import { playBurst } from '../christmas/play-burst.js';
import { wording } from '../christmas/wording.js';
import type { LoadStream, Scenario, Speed, Wishes } from '../scenario.js';
import type { Stage } from '../perform.js';

const rush: Omit<LoadStream, 'requests'> = {
  name: 'rush',
  part: 'shop',
  pattern: 'poisson',
  timeoutMs: patience.timeoutMs,
  connections: 1_024,
};

const exercises: Readonly<Record<Speed, Exercise>> = {
  talk: { warmUpSeconds: 4, measuredSeconds: 3 },
  fast: { warmUpSeconds: 1, measuredSeconds: 2 },
};

export const christmasBurst: Scenario = {
  name: 'christmas-burst',
  title: { en: 'The Christmas give-away', ko: '크리스마스 기프티콘 이벤트' },
  story: {
    en: 'Members rush for gift vouchers while others shop: once the main server issues each voucher inside the request, once a queue stands between it and a separate issuing server.',
    ko: '일반 고객이 쇼핑하는 동안 회원들이 기프티콘을 받으려고 몰려듭니다. 한 번은 메인 서버가 요청 안에서 바로 발급하고, 한 번은 큐를 사이에 두고 별도의 발급 서버가 발급합니다.',
  },
  designs: [
    {
      name: 'direct',
      title: { en: 'issued inside the request', ko: '요청 안에서 바로 발급' },
      load: { ...rush, requests: 'direct-gifticons' },
      group: null,
    },
    {
      name: 'queue',
      title: { en: 'behind a queue', ko: '큐를 거쳐 발급' },
      load: { ...rush, requests: 'gifticons' },
      group: 'gifticon',
    },
  ],
  // Until prepare() has seen the machine: what an ordinary one gets.
  phases: {
    talk: burstPhases('talk', burstFor('talk', 800), false),
    fast: burstPhases('fast', burstFor('fast', 800), false),
  },
  climax: 'rush',
  drainLimitSeconds: 120,
  expectations: expectations({ withOutage: false }),
  wording: wording(undefined),
  prepare,
};

/** Measures what the direct design can do here, and makes the rush larger than that. */
async function prepare(stage: Stage, wishes: Wishes): Promise<Scenario> {
  const { speed, withOutage = false, providerLatencyMs = 0, vouchersPerSecond } = wishes;
  const directly = wishes.variant === 'row-lock' ? 'row-lock-gifticons' : 'direct-gifticons';
  stage.progress('calibrating: how many vouchers a second can be issued inside requests?');
  const capacity = await capacityOf(stage, directly, exercises[speed], providerLatencyMs);
  const burst = burstFor(speed, capacity, { providerLatencyMs, vouchersPerSecond });
  stage.progress(
    `${burst.capacityPerSecond} a second, so the rush is ${burst.ratePerSecond} presses a second for ${burst.seconds} s, for ${burst.vouchers} vouchers`,
  );
  return {
    ...christmasBurst,
    designs: christmasBurst.designs.map((design) =>
      design.name === 'direct' ? { ...design, load: { ...design.load, requests: directly } } : design,
    ),
    phases: { ...christmasBurst.phases, [speed]: burstPhases(speed, burst, withOutage) },
    expectations: expectations({ withOutage }),
    wording: wording(burst),
    play: (stage, performance) => playBurst(stage, performance, burst, exercises[speed]),
  };
}
