import type { QueueSample } from '../engine/recovery.js';
import { samplesOf } from '../engine/record.js';
import type { Measure, MeasuredPlace } from './measure.js';

const source = 'the lag watcher, once a second, from the brokers';
const takes = { phase: true, group: true } as const;

/** Readings of the named group, or of the design's own. @returns null if there are none */
export function looksAt({ record, window, group }: MeasuredPlace): QueueSample[] | null {
  const samples = samplesOf(record, group ?? record.design.group);
  const within = window ? samples.filter(({ at }) => at >= window.from && at < window.to) : samples;
  return within.length === 0 ? null : within;
}

const highest = (values: readonly number[] | undefined): number | null =>
  values === undefined || values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value));

/** How many messages wait for a consumer group, and for how long. */
export const queue: readonly Measure[] = [
  {
    name: 'lag.peak',
    describes: 'the largest backlog of the group, in messages',
    ...{ source, dimension: 'count', takes },
    read: (place) => highest(looksAt(place)?.map(({ lag }) => lag)),
  },
  {
    name: 'lag.end',
    describes: 'the backlog of the group at the last reading, in messages',
    ...{ source, dimension: 'count', takes },
    read: (place) => looksAt(place)?.at(-1)?.lag ?? null,
  },
  {
    name: 'age.peak',
    describes: 'the highest age of the oldest waiting message',
    ...{ source, dimension: 'time', takes },
    read: (place) => highest(looksAt(place)?.flatMap(({ ageSeconds }) => (ageSeconds ?? 0) * 1_000)),
  },
  {
    name: 'members.peak',
    describes: 'the most members that shared the partitions of the group',
    ...{ source, dimension: 'count', takes },
    read: (place) => highest(looksAt(place)?.flatMap(({ members }) => members ?? [])),
  },
];
