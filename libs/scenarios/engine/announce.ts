import {
  announcementPaths,
  type FaultsAnnouncement,
  type RecoveryAnnouncement,
  type ScenarioAnnouncement,
} from '#contracts';
import type { Driver } from '#runtime';
import { request } from 'undici';

/**
 * Announces to the control room what is being done to the stack, so that every board can show it. Best effort: nothing
 * rejects, and a control room that is down (it may be the part that was killed) never holds up a scenario for long.
 */
export interface Announcer {
  faults(active: FaultsAnnouncement['active']): Promise<void>;
  scenario(now: { scenario: string; run: string; phase: string } | null): Promise<void>;
  recovery(recovery: RecoveryAnnouncement): Promise<void>;
}

const patienceMs = 1_000;

export function announcerTo(driver: Driver): Announcer {
  const put = async (
    to: keyof typeof announcementPaths,
    body: FaultsAnnouncement | ScenarioAnnouncement | RecoveryAnnouncement,
  ) => {
    try {
      const response = await request(driver.address('control-room') + announcementPaths[to], {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        headersTimeout: patienceMs,
        bodyTimeout: patienceMs,
        signal: AbortSignal.timeout(patienceMs),
      });
      await response.body.dump();
    } catch {
      // The control room is down: the boards show nothing, the scenario continues.
    }
  };
  return {
    faults: (active) => put('faults', { active }),
    scenario: (now) => put('scenario', now ?? { scenario: null, run: null, phase: null }),
    recovery: (recovery) => put('recovery', recovery),
  };
}
