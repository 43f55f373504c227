import { setTimeout as pause } from 'node:timers/promises';
import type { TimedFault } from '../engine/design.js';
import type { FaultWindow } from '../engine/record.js';
import { RunFaults } from '../engine/run-faults.js';
import type { Stage } from '../engine/stage.js';
import { now } from '../load/generate.js';

/** A fault that could not be injected on time, or not be undone, and why. */
export interface Skipped {
  readonly fault: string;
  readonly part: string;
  readonly why: string;
}

export interface PlayedSchedule {
  readonly windows: readonly FaultWindow[];
  readonly skipped: readonly Skipped[];
}

/**
 * Injects and undoes faults on schedule. A fault that is impossible is skipped and reported: other faults, and slow
 * machines, keep parts down longer than the schedule expects.
 * @param startedAt the moment from which the schedule counts
 * @throws the abort reason of `stopping`; the caller then has to undo active faults
 */
export async function playSchedule(
  stage: Pick<Stage, 'driver' | 'faults' | 'progress' | 'stopping'>,
  schedule: readonly TimedFault[],
  startedAt: number,
): Promise<PlayedSchedule> {
  const faults = new RunFaults(stage, 'campaign');
  const skipped: Skipped[] = [];
  const until = (at: number) => pause(Math.max(0, at - now()), undefined, { signal: stage.stopping });

  const play = async (timed: TimedFault): Promise<void> => {
    const { fault, part, atMs, forMs } = timed;
    await until(startedAt + atMs);
    try {
      await faults.begin(timed);
      if (forMs === null) return;
      await until(Math.max(startedAt + atMs + forMs, now() + 500));
      await faults.end(timed);
    } catch (error) {
      stage.stopping.throwIfAborted();
      const why = (error as Error).message;
      stage.progress(`         ${fault} ${part}: ${why}`);
      skipped.push({ fault, part, why });
    }
  };
  const played = await Promise.allSettled(schedule.map(play));
  stage.stopping.throwIfAborted();
  for (const one of played) if (one.status === 'rejected') throw one.reason;
  return { windows: faults.windows, skipped };
}
