import type { Phase, Speed } from '../engine/design.js';
import type { Wishes } from '../engine/scenario.js';

/** The patience of members: timeout of a request, and total number of attempts. */
export const patience = { timeoutMs: 1_000, presses: 3 } as const;

/** How large a rush is, the same for all designs and on every machine. */
export interface Burst {
  vouchers: number;
  /** Members that may wish: more than will. */
  members: number;
  ratePerSecond: number;
  seconds: number;
  shoppersPerSecond: number;
  providerLatencyMs: number;
  /** What one issuing server of the queue design keeps to; 0: as many as the provider sells. */
  vouchersPerSecond: number;
  /** What either design can issue at the most: the provider answers so many calls of one server at once. */
  capacityPerSecond: number;
}

interface Size {
  seconds: number;
  calmSeconds: number;
  afterSeconds: number;
  shoppersPerSecond: number;
}

const sizes: Readonly<Record<Speed, Size>> = {
  talk: { seconds: 20, calmSeconds: 10, afterSeconds: 12, shoppersPerSecond: 60 },
  fast: { seconds: 6, calmSeconds: 5, afterSeconds: 6, shoppersPerSecond: 40 },
};

/** As the services know it: see voucher-provider.ts of either. */
const callsAtOnce = 10;
const usualLatencyMs = 30;
/** The rush as a multiple of what can be issued. */
const overload = 2.4;

/**
 * The rush: more than twice what the provider sells. At its usual 30 ms that is 333 vouchers a second, and 800 presses a
 * second for them, on any machine: how busy this one is decides nothing. Half as many vouchers as presses.
 */
export function burstFor(
  speed: Speed,
  {
    providerLatencyMs = usualLatencyMs,
    vouchersPerSecond = 0,
  }: Pick<Wishes, 'providerLatencyMs' | 'vouchersPerSecond'> = {},
): Burst {
  const { seconds, shoppersPerSecond } = sizes[speed];
  const capacityPerSecond = (callsAtOnce * 1_000) / providerLatencyMs;
  const ratePerSecond = Math.round((capacityPerSecond * overload) / 10) * 10;
  const expected = ratePerSecond * seconds;
  return {
    vouchers: Math.round(expected / 2 / 100) * 100,
    members: expected * 2,
    capacityPerSecond: Math.round(capacityPerSecond),
    ...{ ratePerSecond, seconds, shoppersPerSecond, providerLatencyMs, vouchersPerSecond },
  };
}

/** Calm, rush, and what comes after; with an outage, the issuing server dies in the middle of the rush. */
export function burstPhases(speed: Speed, { ratePerSecond, seconds }: Burst, withOutage: boolean): Phase[] {
  const { calmSeconds, afterSeconds } = sizes[speed];
  return [
    { name: 'calm', title: { en: 'calm', ko: '평온' }, seconds: calmSeconds, ratePerSecond: 0 },
    {
      name: 'rush',
      title: { en: 'the rush', ko: '쏠림' },
      seconds,
      ratePerSecond,
      // In the middle of it: by then the queue has grown.
      ...(withOutage && { faults: [{ fault: 'kill', part: 'gifticon', atMs: seconds * 400, forMs: null }] }),
    },
    {
      name: 'after',
      title: { en: 'after the rush', ko: '쏠림 이후' },
      seconds: afterSeconds,
      ratePerSecond: 0,
    },
  ];
}
