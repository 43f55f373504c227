import { faultEffectsPath, faultsPath } from './faults.js';
import { groupsPath } from './groups.js';

/** Paths for operators and machines, asked every second or so: never measured, never traced, never made to fail. */
export const operationsPaths: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  faultsPath,
  faultEffectsPath,
  groupsPath,
]);
