import type { Driver } from '#runtime';
import type { Announcer } from './announce.js';
import type { Faults } from '../faults/inject.js';

/** What a run needs from its environment. */
export interface Stage {
  driver: Driver;
  faults: Faults;
  announcer: Announcer;
  progress: (line: string) => void;
  /** Aborted when the user wants it to end: the run stops, and its faults are undone. */
  stopping: AbortSignal;
}
