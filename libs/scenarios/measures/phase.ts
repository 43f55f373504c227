import type { Measure } from './measure.js';

/** The run itself. */
export const phase: readonly Measure[] = [
  {
    name: 'duration',
    describes: 'the duration of the run or phase',
    ...{ source: 'the recorded start and end of the run or phase', dimension: 'time', takes: { phase: true } },
    read: ({ record, window }) => (window?.to ?? record.endedAt) - (window?.from ?? record.startedAt),
  },
];
