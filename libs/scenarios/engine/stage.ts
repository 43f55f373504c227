import type { Driver } from '#runtime';
import type { Announcer } from './announce.js';
import type { Faults } from '../faults/inject.js';

/** What a run needs of the world. */
export interface Stage {
  driver: Driver;
  faults: Faults;
  announcer: Announcer;
  progress: (line: string) => void;
  /** Raised when the person wants it to end: the run breaks off, and its faults are undone. */
  stopping: AbortSignal;
}
