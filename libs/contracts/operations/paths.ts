import { faultEffectsPath, faultsPath } from './faults.js';
import { groupsPath } from './groups.js';

/** Paths that are polled every second or so: never measured, traced or affected by faults. */
export const operationsPaths: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  faultsPath,
  faultEffectsPath,
  groupsPath,
]);
