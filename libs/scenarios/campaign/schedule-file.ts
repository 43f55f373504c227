import { stringify } from 'yaml';
import { NotPossible } from '#runtime';
import type { TimedFault } from '../engine/design.js';
import { faultNamed } from '../faults/catalog.js';
import { readStory } from '../story/read-story.js';

/** A schedule as stored in a file: seconds of load, and faults timed from its start. */
export interface WrittenSchedule {
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly schedule: readonly TimedFault[];
}

/** Undisturbed load before the first fault and after the last. */
const calmMs = 5_000;

/**
 * A schedule as a story, for `scenario run` and `campaign shrink`.
 * @param title one line saying where it is from
 */
export function scheduleAsStory(title: string, { seconds, ratePerSecond, schedule }: WrittenSchedule): string {
  const speed = { rate: `${ratePerSecond}/s`, faults: `${seconds}s`, calm: '5s' };
  const story = {
    title,
    designs: { events: { load: 'orders' } },
    speeds: { talk: speed, fast: speed },
    phases: [{ name: 'faults', faults: schedule.map(written) }, { name: 'calm' }],
    drain: '180s',
    expect: { events: ['lost = 0', 'doubled = 0', 'completed = 100% of accepted'] },
  };
  return stringify(story, { flowCollectionPadding: true });
}

function written({ fault, part, to, with: parameters, atMs, forMs }: TimedFault) {
  return {
    ...{ fault, part, ...(to && { to }), at: `${atMs}ms` },
    ...(forMs !== null && { for: `${forMs}ms` }),
    ...(parameters && { with: parameters }),
  };
}

/** The same faults with the same spacing, without the time before the first and after the last. */
export function tightened({ schedule, ratePerSecond }: WrittenSchedule): WrittenSchedule {
  const earlier = Math.min(...schedule.map(({ atMs }) => atMs)) - calmMs;
  const moved = schedule.map((timed) => ({ ...timed, atMs: timed.atMs - earlier }));
  const endMs = Math.max(...moved.map(({ atMs, forMs }) => atMs + (forMs ?? 0)));
  return { ratePerSecond, schedule: moved, seconds: Math.ceil((endMs + calmMs) / 1_000) };
}

/**
 * Reads the faults of any story with a single rate, putting its phases on one timeline.
 * @throws NotPossible for a mistake in the file, or a story without faults
 */
export function scheduleFromStory(file: string): WrittenSchedule {
  const { phases } = readStory(file);
  const schedule: TimedFault[] = [];
  let beganMs = 0;
  for (const { seconds, faults = [] } of phases.talk) {
    for (const { atMs, forMs, ...timed } of faults) {
      const untilPhaseEnds = faultNamed(timed.fault).passes ? null : seconds * 1_000 - atMs;
      schedule.push({ ...timed, atMs: beganMs + atMs, forMs: forMs ?? untilPhaseEnds });
    }
    beganMs += seconds * 1_000;
  }
  if (schedule.length === 0) throw new NotPossible(`${file}: it has no faults, so there is nothing to leave out.`);
  const ratePerSecond = Math.max(...phases.talk.map((phase) => phase.ratePerSecond));
  return { seconds: beganMs / 1_000, ratePerSecond, schedule };
}
