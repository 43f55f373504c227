import type { Phase, Speed, Wishes } from '../scenario.js';

/** How patient members are: this long for an answer, and so many presses in all. */
export const patience = { timeoutMs: 1_000, presses: 3 } as const;

/** How large a rush is, settled once for all designs. */
export interface Burst {
  vouchers: number;
  /** Members that may wish: more than will. */
  members: number;
  ratePerSecond: number;
  seconds: number;
  shoppersPerSecond: number;
  providerLatencyMs: number;
  /** What one issuing server of the queue design keeps to; 0: as many as it can. The direct design has no such choice. */
  vouchersPerSecond: number;
  /** What the direct design issued a second for clients that take turns with it, at its best, on this machine. */
  capacityPerSecond: number;
}

interface Size {
  /** So many times what the direct design can do at its best. */
  overload: number;
  seconds: number;
  calmSeconds: number;
  afterSeconds: number;
  shoppersPerSecond: number;
}

const sizes: Readonly<Record<Speed, Size>> = {
  talk: { overload: 1.2, seconds: 20, calmSeconds: 10, afterSeconds: 12, shoppersPerSecond: 60 },
  fast: { overload: 1.5, seconds: 6, calmSeconds: 5, afterSeconds: 6, shoppersPerSecond: 40 },
};
const leastRatePerSecond = 100;
/**
 * The issuing server goes at so much of what the direct design can do. Nobody waits for it, and what it takes from the machine, itself
 * and through its database and the brokers, would be missed by those who do wait. See ADR-005.
 */
const ownSpeed = 1 / 3;

/**
 * The rush for this machine: past what the direct design can do. Where that is 833 a second it is twenty thousand
 * presses in twenty seconds; a faster machine gets a larger crowd, a slower one a smaller. Half as many vouchers as presses.
 */
export function burstFor(
  speed: Speed,
  capacityPerSecond: number,
  wishes: Pick<Wishes, 'providerLatencyMs' | 'vouchersPerSecond'> = {},
): Burst {
  const { overload, seconds, shoppersPerSecond } = sizes[speed];
  const ratePerSecond = Math.max(leastRatePerSecond, Math.ceil((capacityPerSecond * overload) / 10) * 10);
  const expected = ratePerSecond * seconds;
  return {
    vouchers: Math.round(expected / 2 / 100) * 100,
    members: expected * 2,
    ratePerSecond,
    seconds,
    shoppersPerSecond,
    providerLatencyMs: wishes.providerLatencyMs ?? 0,
    vouchersPerSecond: wishes.vouchersPerSecond ?? Math.ceil(capacityPerSecond * ownSpeed),
    capacityPerSecond: Math.round(capacityPerSecond),
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
